"""申报注册与项目报备: a unit declares a customer or a project, the centre confirms it."""

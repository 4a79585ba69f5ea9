"""开发成功报告: whoever developed a protected customer reports it, and the centre confirms."""

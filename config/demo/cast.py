"""Whom to log in as. All people of the demo are in samples/people.csv; none of them exists."""

PASSWORD = "qianpi-yanshi"  # noqa: S105 - the demo shows it on the screen

ACCOUNTS = (
    ("li", "李清越", "东屿县分局客户经理 · account manager, county branch"),
    ("wang", "王崇礼", "东屿县分局大客户中心主任 · head of that county branch"),
    ("planner", "陆知微", "大客户中心策划经理，审方案 · planner, checks plans"),
    ("planner2", "叶书衡", "大客户中心策划经理，审方案 · planner, checks plans"),
    ("info", "温䶮", "大客户中心信息主管，审方案 · information supervisor, checks plans"),
    ("deputy", "顾行舟", "大客户中心副总监 · deputy director of the centre"),
    ("hejm", "何嘉木", "大客户中心客户经理 · account manager at the centre"),
    ("luoxt", "罗晓棠", "大客户中心客户经理 · account manager at the centre"),
    ("majie", "马㛃", "大客户中心客户经理 · account manager at the centre"),
    ("director", "沈砚秋", "大客户中心总监 · director of the centre"),
    ("zhao", "赵明岚", "市场部主任，立项 · head of the marketing department, lists"),
    ("sun", "孙静宜", "人力资源部 · human resources"),
    ("chen", "陈望舒", "北坪县分局客户经理 · account manager of another branch"),
    ("leader", "郑怀岳", "市局领导 · bureau leader"),
    ("auditor", "傅敬之", "审计员，只读 · auditor, reads only"),
)

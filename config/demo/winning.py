"""Whom the demo bureau sets out to win, and what became of it: read by developing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Won:
    """A customer that somebody sets out to win."""

    name: str
    by: str
    pair: str
    industry: str
    kind: str = "regular"
    idea: str = "年度寄递合作"


# Days before today and what happened then; `Development` says what each word does.
TOLD: tuple[tuple[Won, str], ...] = (
    (Won("屿湾海鲜加工厂", "li", "wuty", "manufacturing"), "1:draft"),
    (Won("东屿渔家乐合作社", "wuty", "dengyc", "trade"), "1:draft 1:submit"),
    (Won("北坪云雾茶社", "chen", "xujc", "trade"), "4:draft 4:submit 2:agree"),
    (Won("汀江文创公司", "fangcy", "yuanlq", "trade"), "9:draft 9:submit 8:return"),
    (Won("澜江滨海文旅城", "director", "", "culture"), "5:announce"),
    (Won("北坪高山蔬菜基地", "info", "", "trade"), "45:announce"),
    (Won("云汀跨境电商园", "info", "", "trade"), "26:announce 12:close"),
    (
        Won("屿山民宿集群", "li", "wuty", "trade"),
        "33:announce=info 30:draft 30:submit 29:agree 28:confirm",
    ),
    (
        Won("临江灯会组委会", "caiyq", "dingzh", "trade", "festival", "灯会纪念封与门票寄递"),
        "31:draft 31:submit 30:agree 28:confirm",
    ),
    (
        Won("澜江冷链仓储", "duanxy", "qiuml", "trade"),
        "64:draft 64:submit 62:agree 60:confirm 20:report 19:agree 17:confirm",
    ),
    (
        Won("坪头果品批发行", "xujc", "caomx", "trade"),
        "40:draft 40:submit 39:agree 38:confirm 3:report 2:agree",
    ),
    (
        Won("云汀电商产业园", "yuanlq", "panjh", "trade"),
        "78:draft 78:submit 77:agree 76:confirm 12:strike",
    ),
    (
        Won("东屿船舶配件厂", "dengyc", "wuty", "manufacturing", "registration"),
        "110:draft 110:submit 108:agree 107:confirm 42:strike 40:release",
    ),
    (
        Won("北坪富硒大米厂", "chen", "caomx", "manufacturing"),
        "83:draft 83:submit 82:agree 81:confirm 17:strike 9:bid_out 5:terms 3:bid=caiyq",
    ),
    (
        Won("汀溪陶艺作坊", "fangcy", "panjh", "manufacturing"),
        "126:draft 126:submit 125:agree 124:confirm 60:strike 58:bid_out 57:terms"
        " 54:bid=li 53:bid=weilf 46:strike 45:open=deputy 45:open=info"
        " 44:judge=planner 44:judge=planner2 43:judge=luoxt 42:award 34:strike",
    ),
    (
        Won("云汀烘焙坊", "yuanlq", "panjh", "trade"),
        "80:draft 80:submit 79:agree 78:confirm 11:strike 1:bid_out",
    ),
    (
        Won("北坪蜂业合作社", "xujc", "caomx", "trade"),
        "88:draft 88:submit 87:agree 86:confirm 19:strike 18:bid_out 16:terms 2:strike",
    ),
    (
        Won("东屿海盐公司", "dengyc", "wuty", "manufacturing"),
        "88:draft 88:submit 87:agree 86:confirm 20:strike 19:bid_out 17:terms"
        " 11:bid=fangcy 3:strike 2:open=deputy",
    ),
    (
        Won("汀江竹艺社", "fangcy", "yuanlq", "trade"),
        "90:draft 90:submit 89:agree 88:confirm 22:strike 20:bid_out 18:terms"
        " 12:bid=li 4:strike 3:open=deputy 3:open=info 2:judge=planner",
    ),
    (
        Won("屿岸咖啡工坊", "li", "wuty", "trade"),
        "92:draft 92:submit 91:agree 90:confirm 24:strike 22:bid_out 20:terms 14:bid=chen"
        " 6:strike 5:open=deputy 5:open=info 4:judge=planner 4:judge=planner2 3:judge=luoxt",
    ),
    (
        Won("坪山石雕厂", "chen", "xujc", "manufacturing"),
        "94:draft 94:submit 93:agree 92:confirm 26:strike 24:bid_out 22:terms 16:bid=li 8:strike"
        " 7:open=deputy 7:open=info 6:judge=planner 5:judge=planner2 5:judge=luoxt 1:award",
    ),
    (
        Won("东屿贝雕工坊", "wuty", "dengyc", "manufacturing"),
        "97:draft 97:submit 96:agree 95:confirm 29:strike 27:bid_out 25:terms 19:bid=weilf"
        " 18:bid=fangcy 11:strike 10:open=deputy 10:open=info 9:judge=planner 9:judge=planner2"
        " 8:judge=luoxt 4:award 3:object=fangcy",
    ),
)

"""The columns of each table: their English and Chinese headings, and how a cell is read."""

from dataclasses import dataclass
from functools import cache

from policy import industries
from policy.loading import shipped
from registry.customers.words import Cultivation, Influence, Tier, Usage
from registry.imports.cells import Reader, code, day, month, one_of, text, yes_or_no, yuan
from registry.imports.reading import Cell
from registry.org.roles import PostRole, UnitKind
from registry.revenue.models import Line


@dataclass(frozen=True)
class Column:
    """A column. `required`: it must be there; `filled`: and every row must say something."""

    name: str
    others: tuple[str, ...]
    read: Reader = text
    required: bool = False
    filled: bool = False


# What the sources and the bureaus call them. Not translated: files keep their words in any language.
UNIT_KINDS = {
    UnitKind.BUREAU: ("市局", "市邮政局"),
    UnitKind.LEADERS: ("局领导",),
    UnitKind.MARKETING: ("市场部",),
    UnitKind.CENTRE: ("大客户中心", "市局大客户中心"),
    UnitKind.HR: ("人力资源部",),
    UnitKind.FINANCE: ("财务部", "计划财务部"),
    UnitKind.COUNTY: ("县区分局", "县分局", "区分局", "县局"),
    UnitKind.BUSINESS: ("营业分局", "营业局"),
    UnitKind.PROFESSIONAL: ("专业局",),
    UnitKind.SUB_OFFICE: ("支局",),
}
POSTS = {
    PostRole.ACCOUNT_MANAGER: ("客户经理", "大客户经理"),
    PostRole.PLANNER: ("策划经理", "营销策划人员"),
    PostRole.INFO_SUPERVISOR: ("信息主管",),
    PostRole.CENTRE_DIRECTOR: ("大客户中心总监", "总监", "大客户中心主任"),
    PostRole.CENTRE_DEPUTY: ("大客户中心副总监", "副总监"),
    PostRole.COUNTY_HEAD: ("县区分局大客户中心主任", "分局大客户中心主任"),
    PostRole.BRANCH_HEAD: ("营业分局大客户中心主任",),
    PostRole.PROFESSIONAL_HEAD: ("专业局负责人",),
    PostRole.UNIT_DEPUTY: ("单位副职", "副主任"),
    PostRole.SUB_OFFICE_LEADER: ("支局长", "支局领导"),
    PostRole.MARKETING_HEAD: ("市场部主任", "市场部经理", "市场部总经理"),
    PostRole.MARKETING_DEPUTY: ("市场部副主任", "市场部副经理"),
    PostRole.BUREAU_LEADER: ("市局领导", "局领导"),
    PostRole.HR: ("人力资源专员", "人力资源"),
    PostRole.FINANCE: ("财务专员", "财务"),
    PostRole.AUDITOR: ("审计员", "审计"),
}
TIERS = {
    Tier.DIAMOND: ("钻石", "钻石客户"),
    Tier.GOLD: ("黄金", "黄金客户", "金"),
    Tier.SILVER: ("白银", "白银客户", "银"),
    Tier.GENERAL: ("一般", "一般客户", "普通"),
}
USAGES = {
    Usage.COMPREHENSIVE: ("综合", "综合客户", "综合大客户"),
    Usage.PROFESSIONAL: ("专业", "专业客户", "专业大客户"),
}
CULTIVATIONS = {
    Cultivation.COOPERATING: ("合作", "合作客户", "合作大客户"),
    Cultivation.POTENTIAL: ("潜在", "潜在客户", "潜在大客户"),
}
INFLUENCES = {
    Influence.STRATEGIC: ("战略", "战略客户", "战略大客户"),
    Influence.GENERAL: ("一般", "一般客户", "一般大客户"),
}
LINES = {
    Line.SAVINGS: ("储汇", "金融"),
    Line.BILLS: ("帐单", "账单", "商函帐单"),
    Line.LETTERS: ("函件", "商函"),
    Line.PHILATELY: ("集邮",),
    Line.EXPRESS: ("特快", "速递", "特快专递"),
    Line.LOGISTICS: ("物流",),
    Line.PARCELS: ("包件", "包裹"),
    Line.NEWSPAPERS: ("报刊", "报刊发行"),
    Line.OTHER: ("其他", "其他业务"),
}


@cache
def _industries() -> Reader:
    """A reader of the industries that any set of the rulebook lists."""
    listed = [p for p in shipped().parameters if p.chapter == industries.CHAPTER]
    return one_of({figure.name: (figure.label.zh, figure.label.en) for figure in listed})


def industry(cell: Cell) -> str:
    """An industry by its code or its name."""
    return str(_industries()(cell))


def _words(table: dict) -> dict[str, tuple[str, ...]]:
    return {str(key.value): words for key, words in table.items()}


_BUREAU = Column("bureau", ("所属局", "市局编码"), code)

UNITS = (
    Column("code", ("编码", "单位编码"), code, required=True, filled=True),
    Column("name", ("名称", "单位名称"), required=True, filled=True),
    Column("kind", ("类型", "单位类型"), one_of(_words(UNIT_KINDS)), required=True, filled=True),
    Column("parent", ("上级", "上级编码", "上级单位"), code, required=True),
    Column("mark", ("代字",)),
    Column("policy_set", ("规则集",)),
    Column("division", ("行政区划", "行政区划代码"), code),
    _BUREAU,
)
PEOPLE = (
    Column("username", ("用户名", "账号", "登录名"), code, required=True, filled=True),
    Column("name", ("姓名",), required=True, filled=True),
    Column("number", ("工号", "员工编号"), code),
    Column("email", ("邮箱", "电子邮箱")),
    Column("phone", ("电话", "手机", "联系电话"), code),
    Column("active", ("在职", "启用"), yes_or_no),
)
HOLDERS = (
    Column("person", ("人员", "用户名", "账号", "username"), code, required=True, filled=True),
    Column("unit", ("单位", "单位编码"), code, required=True, filled=True),
    Column("role", ("职务", "岗位", "职位"), one_of(_words(POSTS)), required=True, filled=True),
    Column("since", ("任职日期", "起始日期", "自"), day),
    Column("until", ("离任日期", "截止日期", "至"), day),
    _BUREAU,
)
CUSTOMERS = (
    Column(
        "code", ("客户编号", "客户编码", "客户id", "客户id号"), code, required=True, filled=True
    ),
    Column("name", ("客户名称", "名称"), required=True, filled=True),
    Column("tier", ("等级", "客户等级"), one_of(_words(TIERS)), required=True, filled=True),
    Column("unit", ("所属单位", "单位编码", "单位"), code, required=True, filled=True),
    Column("a_manager", ("a角", "a角客户经理", "主办"), code),
    Column("b_manager", ("b角", "b角客户经理", "协办"), code),
    Column("short_name", ("简称", "客户简称")),
    Column("licence_code", ("统一社会信用代码", "信用代码"), code),
    Column("industry", ("行业", "行业性质"), industry),
    Column("usage", ("用邮类别", "用邮情况"), one_of(_words(USAGES))),
    Column("cultivation", ("培育类别", "培育价值"), one_of(_words(CULTIVATIONS))),
    Column("influence", ("影响类别", "影响力"), one_of(_words(INFLUENCES))),
    Column("territory", ("签约机构所在地", "属地")),
    Column("policy_customer", ("政策性客户",), yes_or_no),
    Column("one_off", ("一次性客户", "一次性大客户"), yes_or_no),
    _BUREAU,
)
REVENUE = (
    Column("customer", ("客户", "客户编号", "客户名称"), code, required=True, filled=True),
    Column("line", ("业务种类", "业务"), one_of(_words(LINES)), required=True, filled=True),
    Column("month", ("月份", "收入月份"), month, required=True, filled=True),
    Column("amount_yuan", ("金额", "收入", "收入（元）"), yuan, required=True, filled=True),
    Column("turnover_yuan", ("流转额", "流转额（元）"), yuan),
    Column("unit", ("服务单位", "单位", "单位编码"), code),
    Column("manager", ("客户经理", "经理"), code),
    Column("due_on", ("应收日期", "到期日"), day),
    Column("collected_on", ("回款日期", "收款日期"), day),
    Column("reference", ("凭证号", "单据号"), code),
    Column("reason", ("说明", "原因")),
    _BUREAU,
)

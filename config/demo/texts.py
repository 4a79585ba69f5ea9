"""What people of the demo write: titles, plans and opinions. All of it is invented."""

from dataclasses import dataclass

from approvals.words import Verdict


@dataclass(frozen=True)
class Idea:
    """A project that an account manager may propose. `title` follows the customer's name."""

    title: str
    line: str
    festival: bool
    offer: str


IDEAS = (
    Idea("中秋月饼团购寄递项目", "parcels", True, "月饼礼盒统一采购，按名单分送到户，附祝福卡。"),
    Idea("新年贺卡定制项目", "letters", True, "企业形象贺卡，批量打印地址，腊月前寄出。"),
    Idea("账单商函打印寄递项目", "bills", False, "每月账单集中打印、封装、寄递，退信回传。"),
    Idea("农资下乡配送项目", "logistics", False, "化肥、种子由村邮站代收代送，货款同步结算。"),
    Idea("形象邮资封订制项目", "letters", False, "印制带标识的邮资封，用于日常公函。"),
    Idea("春茶寄递项目", "express", True, "产地上门揽收，次日达省内主要城市。"),
    Idea("报刊集订分送项目", "press", False, "集体订阅报刊，分楼层投递，年底统一续订。"),
    Idea("个性化邮票纪念册项目", "philately", False, "为周年庆设计纪念册，配个性化邮票。"),
    Idea("退税通知商函项目", "letters", False, "通知商函分批寄发，送达情况按周反馈。"),
    Idea("年货礼包配送项目", "parcels", True, "年货礼包分品类打包，节前十天送完。"),
    Idea("仓储配送一体化项目", "logistics", False, "成品入库、分拣、配送由我方承担。"),
    Idea("代收费服务项目", "savings", False, "网点代收费用，每日对账，按月结算。"),
    Idea("旅游门票邮资片项目", "philately", False, "门票印成邮资明信片，游客可以寄出留念。"),
    Idea("录取通知书速递项目", "express", True, "录取通知书专人交接，全程可查。"),
)

SITUATIONS = (
    "客户去年与我局合作两次，付款及时；办公室主任负责采购，分管领导审定。",
    "客户首次接触，由财务科介绍；需求明确，同时有两家快递公司报价。",
    "客户年度用邮稳定，希望一个窗口办理全部业务。",
    "客户对时限要求高，对价格不敏感；联系人为行政部负责人。",
)
PRICES = (
    "按现行资费执行，不涉及优惠。",
    "分两档报价：全部委托按套餐价，部分委托按单件价。",
    "按件计价，月结；材料费单列。",
)
SERVICES = (
    "A角负责方案与回款，B角负责揽收与客服；每周向客户通报进度。",
    "专人上门，设专用台席；节前一周增加两个班次。",
    "由投递班组配合，设退件专区，三日内处理完毕。",
)

OPINIONS: dict[str, tuple[str, ...]] = {
    Verdict.AGREED: (
        "同意。",
        "客户情况属实，同意上报。",
        "方案完整，同意。",
        "",
        "同意，注意回款。",
    ),
    Verdict.AGREED_WITH_CHANGES: (
        "原则同意；寄递时限写入合同，违约责任写清楚。",
        "同意，成本中请补列包装材料费，按实际结算。",
        "同意实施，但须分两批投放，第一批结束后评估。",
    ),
    Verdict.RETURNED: (
        "缺少竞争对手报价的分析，请补充后再报。",
        "成本测算与去年差距较大，请说明依据。",
        "B角分工不清，请重新写明。",
    ),
    Verdict.REFUSED: (
        "该客户尚有欠款未清，暂不开展新项目。",
        "预期利润不足以覆盖投入，不同意实施。",
        "与现有项目重复，不再单独立项。",
    ),
    Verdict.LISTED: ("列入局重点营销项目，按月通报进度。", "同意立项，由客户中心牵头。"),
    Verdict.UNLISTED: ("同意实施，暂不列入重点项目。",),
    Verdict.FOR: ("赞成。", "", "方案可行。", "赞成，建议提早备货。", ""),
    Verdict.AGAINST: ("价格偏低，不赞成。", "人手不足，建议缓办。"),
    Verdict.ABSTAIN: ("对该行业不熟悉，弃权。", ""),
    Verdict.ADVISED: ("资费在权限以内，邮路可以衔接，建议同意。",),
}

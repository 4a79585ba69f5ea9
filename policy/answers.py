"""The answers and choices of the rules in words, by the names that the rulebook has for them."""

from __future__ import annotations

from policy.customers import TIERS
from policy.figures import Words

ANSWERS = {
    "carried": Words("通过", "carried"),
    "not_carried": Words("未通过", "not carried"),
    "tie": Words("票数相等", "a tie"),
    "working": Words("工作日", "a working day"),
    "rest": Words("休息日", "a day of rest"),
    "expected_revenue": Words("预期收入", "expected revenue"),
    "contract_value": Words("合同金额", "contract value"),
    "cost": Words("费用", "cost"),
    "lead_assist": Words("主办、协办", "lead and assist"),
    "agreed": Words("按商定比例", "as agreed"),
    "both_count": Words("双计业绩", "both count in full"),
    "from_day_before": Words("从前一日起算", "from the day before"),
    "whole_months": Words("整月", "whole months"),
    "calendar_months": Words("日历月", "calendar months"),
    "quota": Words("按定额", "by quota"),
    "score_and_quota": Words("得分和定额", "by score and quota"),
    "market": Words("市局大客户中心和市场部", "the centre and the marketing department"),
    "leader": Words("中心、市场部和局领导", "the centre, the department and the bureau's leader"),
    "beyond": Words("超出本局权限", "beyond what the bureau can decide"),
    **{name: Words(f"{tier.zh}级", tier.en) for name, tier in TIERS.items()},
    "key_account": Words("大客户", "a key account"),
    "professional_key_account": Words("专业大客户", "a professional key account"),
    "no_key_account": Words("不是大客户", "no key account"),
    "score": Words("按得分", "by score"),
    "revenue_band": Words("按全年收入", "by the revenue of a year"),
    "previous_year": Words("上一整年，含储汇", "previous full year, savings included"),
    "previous_year_without_savings": Words(
        "上一整年，不含储汇", "previous full year without savings"
    ),
    "corresponding_day": Words("到对应日止", "to the corresponding day"),
    "counts": Words("算开发成功", "counts as success"),
    "counts_not": Words("不算开发成功", "doesn't count as success"),
    "agreement_or_revenue": Words("签约或首笔收入", "an agreement or the first revenue"),
    "agreement": Words("签约", "an agreement"),
    "revenue": Words("首笔收入", "the first revenue"),
    "last_month": Words("最近一个已结束的月份", "the last month that is over"),
    "this_month": Words("当月", "the running month"),
    "twelve_months": Words("最近十二个月", "the last twelve months"),
    "provincial": Words("省级", "provincial"),
    "comprehensive": Words("综合", "comprehensive"),
    "regional": Words("区域", "regional"),
    "both": Words("两项都要", "both"),
    "either": Words("一项即可", "either"),
    "province": Words("省局市场部", "the provincial marketing department"),
    "centre": Words("市局大客户中心", "the municipal key-account centre"),
    "county": Words("县、区（镇）局", "the county, district or town bureau"),
    "professional": Words("专业局", "the professional bureau"),
    "sub_office": Words("支局或班组", "the sub-office or team"),
    "service": Words("客户服务部", "the customer-service department"),
    "leaders": Words("局领导", "the bureau's leaders"),
    "centre_of_unit": Words("所属单位的大客户中心", "the unit's own centre"),
    "superior": Words("由上一级决定", "the next level decides"),
    "administrator": Words("交管理员处理", "the administrator sees to it"),
    "refuse": Words("不予受理", "the request is refused"),
    "apart": Words("须由不同的人", "different people"),
    "first_verdict": Words("首个意见之前", "before the first verdict"),
    "end": Words("办结之前", "until the end"),
    "unit": Words("按单位", "by unit"),
    "bureau": Words("按全局", "by bureau"),
    "kind_in_mark": Words("文种写在代字里", "the kind stands in the mark"),
    "kind_in_number": Words("文种写在序号里", "the kind stands in the number"),
    "decision_says": Words("由决定写明", "as the decision says"),
    "always": Words("一律叠加", "always"),
    "none": Words("不封顶", "no ceiling"),
    "one": Words("封顶到百分之百", "one at the most"),
    "linear": Words("按比例", "in proportion"),
    "whole_points": Words("按整数分", "by whole points"),
    "difference": Words("补足差额", "the difference"),
    "four_ranks": Words("四级", "four ranks"),
    "responsible_unit": Words("责任单位", "the responsible unit"),
}

# The same word in another chapter says something else.
IN_CHAPTER = {("conduct", "carried"): Words("沿用前面的意见", "the earlier opinion counts")}


def in_words(chapter: str, value: object) -> Words | None:
    """A choice or an answer in words; None for one that has none."""
    return IN_CHAPTER.get((chapter, str(value))) or ANSWERS.get(str(value))

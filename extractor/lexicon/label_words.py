"""Words beside the form's own in labels and headers: those that say nothing, and those that turn the sense.

Only the first make a label harmless; the second serve where single characters are compared.
"""

MEASURES = ("件", "项", "宗", "个", "条", "份", "起", "次", "件次", "件数", "项数", "数", "数量", "总数", "总数量")
HARMLESS = frozenset(
    (
        *MEASURES,
        *("单位", "计量单位", "情况", "类", "的", "决定", "合计", "总计", "小计", "共计"),
        *("本年", "本年度", "当年", "今年", "全年", "年度", "年份", "数据", "统计", "案件", "事项", "类事项"),
        *("续", "续表", "接上表", "续上表", "续前表"),
    )
)
MONEY = frozenset(("百万元", "千万元", "亿元", "千元", "百元", "万元", "元", "人民币", "金额", "总额", "总金额"))
COUNTED_IN = {"百": 10**2, "千": 10**3, "十万": 10**5, "百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8}
# How many pieces one of a counting unit is: 万件 are 10,000.
TURNING = "不非未无没勿禁免除外拟上前去往历昨次下明"
# What the form itself explains beside its labels, and offices repeat.
EXPLANATIONS = (
    r"指\s?(?:19|20)\d\d年?事项数",
    r"减用负值表示[,，]?\s?如\s?[-－]?\s?\d+",
    r"保留\s?\d\s?位小数",
    r"Col(?:umn)?_?\d{1,2}",  # another's
    r"Unnamed\s?:\s?\d+(?:_level_\d+)?",  # a program's name of a column without one
)
LEAVING_OUT = "不含"  # before labels of other rows

"""What the names of places and public bodies end with; each reader names what else it takes for an end."""

from __future__ import annotations

PLACES = "省市县区州盟旗"
ORGANS = "局厅委办处院所府"
BRANCHES = "镇乡校站队"  # towns, and what organs have under them

# Everything that a body's name may end with, as alternatives of a pattern.
BODIES = (
    f"委员会|管委会|居委会|村委会|联合会|协会|红十字会|工会|商会|总会|促进会|[{ORGANS}{BRANCHES}署馆部园]|街道|办公室|中心|大学|中学|小学"
    "|海关|妇联|残联|文联|侨联|工商联|社科联|科协|供销社|供销合作社|总社|公司|集团|银行|支行|分行|电视台|气象台|监狱|兵团|农场|林场|苏木|社区"
)
# What the name above a report's title ends with, and an item of a menu that is a place's or a body's name.
HEADS = (*ORGANS, "会", "室", "中心", "公司", "学校", "大学", "街道")
ITEMS = (*ORGANS, *BRANCHES, *PLACES, "街道", "中心", "委员会")

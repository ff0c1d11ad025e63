"""Drafts that an office collects from the bodies under it: how each stands, who has not handed in, a page for each.

`draft_status` says how a report stands, `roster` who should have handed in and who has, `lastyear` what last year's
reports say of this year's; `summary` is all of it in one, `folder` a folder of pages that open from disk.
"""

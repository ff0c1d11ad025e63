"""How much a number of reports that were looked at says of all of them."""

from __future__ import annotations

from itertools import count

# scipy has no types of its own.
# pyright: reportMissingTypeStubs=false, reportUnknownVariableType=false

LEVEL = 0.95


def upper_bound(wrong: int, reports: int, level: float = LEVEL) -> float:
    """The one-sided upper bound of the share of reports that are wrong, of which so many were found in a sample.

    Source: C. Clopper and E. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial,
    Biometrika 26 (1934): the quantile of a beta distribution. With none wrong it is 1 - (1 - level)^(1 / reports).
    """
    from scipy.special import betaincinv

    return 1.0 if wrong >= reports else float(betaincinv(wrong + 1, reports - wrong, level))


def reports_for(share: float, wrong: int = 0, level: float = LEVEL) -> int:
    """How many reports bound the share at this, where so many of them are wrong: 59 for 5 %, 299 for 1 %."""
    least = count(int(wrong / share) + 1)
    return next(reports for reports in least if upper_bound(wrong, reports, level) <= share)

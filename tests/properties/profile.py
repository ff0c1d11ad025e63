"""How many examples a law is tried on: a few in the suite, thousands with `HYPOTHESIS_PROFILE=thorough`.

`LAW_EXAMPLES` is the number of examples of the thorough profile. Only there are failures made small: it takes minutes.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# Drawing whole reports is slow work, and so is reading them; that does not say that a law is badly put.
_PATIENT = tuple(HealthCheck)

settings.register_profile(
    "suite",
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=_PATIENT,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile(
    "thorough",
    max_examples=int(os.environ.get("LAW_EXAMPLES", "3000")),
    deadline=None,
    suppress_health_check=_PATIENT,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)

# What `make laws` tries: new examples each time, one failure of a law at a time, none kept from time to time.
settings.register_profile(
    "fresh",
    settings.get_profile("thorough"),
    max_examples=int(os.environ.get("LAW_EXAMPLES", "50")),
    database=None,
    report_multiple_bugs=False,
)

law: settings = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
"""The decorator of every law of this folder; it leaves the settings of all other tests alone."""

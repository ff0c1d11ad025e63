"""How large a figure of a report can be: what is printed beyond that is no figure, and is read as none.

Beyond these bounds stand figures that ran together, telephone numbers, the codes of documents, and attacks. The whole
of China has 1.4·10⁹ people, and all its public bodies together buy for some 3.4·10¹² yuan a year, so the report of one
body comes nowhere near. Within the bounds every sum of a form is far below 2⁵³: a double tells it exactly, and so do
JSON, SQL, Parquet and Excel.
"""

from __future__ import annotations

MOST_COUNT = 10**9
"""No count of a report, and no change of one, is larger."""

MOST_YUAN = 10**12
"""No amount is larger, in yuan; in 万元, 10⁸."""

MOST_DIGITS = 18
"""No figure has more digits, leading zeros and decimals among them: a double as a spreadsheet writes it out whole has
17, and a zero before its point."""

YUAN_IN = {"元": 1, "千元": 10**3, "万": 10**4, "万元": 10**4, "亿元": 10**8}
"""How many yuan each unit of money is."""

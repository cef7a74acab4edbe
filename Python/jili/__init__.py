"""What companies are due under incentive policies, exact to the 分, with reasons.

    >>> import jili
    >>> policy = jili.Policy.from_text("award 国家级小巨人 = 150万 when new", "小巨人.rules")
    >>> outcome = policy.evaluate({"国家级小巨人": "新认定"})
    >>> outcome.total.low
    Decimal('1500000.00')
"""

from ._errors import Diagnostic, PolicyError
from ._library import Cancellation, version
from ._outcome import Award, Citation, Money, Outcome
from ._policy import Fact, Policy
from ._table import TableOutcome

__version__ = version()

__all__ = [
    "Award",
    "Cancellation",
    "Citation",
    "Diagnostic",
    "Fact",
    "Money",
    "Outcome",
    "Policy",
    "PolicyError",
    "TableOutcome",
    "__version__",
]

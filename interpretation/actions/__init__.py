"""What we do about interpretations: plans before a document is issued, duties afterwards, links between the two."""

from interpretation.actions.duties import exempt_duty, open_duty, recount_duty, settle_duty
from interpretation.actions.following import follow_publication, follow_withdrawal
from interpretation.actions.links import link_interpretation, set_clauses, unlink_interpretation
from interpretation.actions.plans import (
    delete_required_kind,
    plan_companions,
    plan_exemption,
    plan_interpretation,
    save_required_kind,
)

__all__ = [
    "delete_required_kind",
    "exempt_duty",
    "follow_publication",
    "follow_withdrawal",
    "link_interpretation",
    "open_duty",
    "plan_companions",
    "plan_exemption",
    "plan_interpretation",
    "recount_duty",
    "save_required_kind",
    "set_clauses",
    "settle_duty",
    "unlink_interpretation",
]

"""What we do to topics, statements and rebuttals; one module per group of verbs."""

from responses.actions.drafting import draft_rebuttal, draft_statement, save_text
from responses.actions.outlets import save_outlet
from responses.actions.pushing import send_pushes
from responses.actions.reminding import sweep
from responses.actions.reviewing import (
    pass_text,
    publish_text,
    recall_text,
    return_text,
    submit_text,
    withdraw_text,
)
from responses.actions.topics import change_topic, close_topic, open_topic, reopen_topic, void_topic, waive_duty
from responses.actions.witnessing import witness_all

__all__ = [
    "change_topic",
    "close_topic",
    "draft_rebuttal",
    "draft_statement",
    "open_topic",
    "pass_text",
    "publish_text",
    "recall_text",
    "reopen_topic",
    "return_text",
    "save_outlet",
    "save_text",
    "send_pushes",
    "submit_text",
    "sweep",
    "void_topic",
    "waive_duty",
    "withdraw_text",
    "witness_all",
]

"""The span of days that forms accept: what lies outside is a slip of the pen, and no calendar or database need bear it."""

from datetime import UTC, date, datetime

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
TOO_LONG = _("不得超过 %(limit_value)d 个字，现在有 %(show_value)d 个字。")
NO_MOMENT, NO_DAY = _("写法不对，请写成 2026-11-30 09:00。"), _("写法不对，请写成 2026-11-30。")
SENTENCE = _("日期须在 1949-10-01 至 2199-12-31 之间。")


def bound(field: forms.Field) -> forms.Field:
    """Make a form's date or moment say how it is written and refuse what lies outside the span, and a text that is too long
    say so plainly."""
    if isinstance(field, (forms.DateTimeField, forms.SplitDateTimeField)):
        field.error_messages = {**field.error_messages, "invalid": NO_MOMENT}
        least, most = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (EARLIEST, LATEST))
    elif isinstance(field, forms.DateField):
        field.error_messages = {**field.error_messages, "invalid": NO_DAY}
        least, most = EARLIEST, LATEST
    else:
        field.validators = [_said_plainly(each) for each in field.validators]
        return field
    field.validators = [*field.validators, MinValueValidator(least, SENTENCE), MaxValueValidator(most, SENTENCE)]
    return field


def _said_plainly(validator: object) -> object:
    """Give the check of a text's length a sentence as people speak; validators are shared, so it is made anew."""
    if isinstance(validator, MaxLengthValidator):
        return MaxLengthValidator(validator.limit_value, TOO_LONG)
    return validator

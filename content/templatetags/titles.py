"""Titles in sentences of templates."""

from django import template

from sites.titles import in_marks

register = template.Library()
register.filter("in_marks", in_marks)

"""Proof-reading (错敏词检查): what is wrong with a text, before anybody else reads it. See docs/proofreading.md.

`reading.findings_in` is the way in; each check is a function of its own in a module named after what it knows.
"""

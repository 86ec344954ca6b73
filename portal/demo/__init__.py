"""The demo province: invented places, people, news, documents and letters, composed anew for any day.

Everything below this package is plain data and pure functions; nothing imports Django. The loader
(`manage.py load_demo`) asks `portal.demo.province.compose_province(today=…)` for one value and writes it to the
database. All names of places and persons are invented; any likeness is chance.
"""

PASSWORD = "lanjiang-2026"
DEMO_MAIL = "@portal.example"  # the mark of demo accounts, which may sign in only in demo mode

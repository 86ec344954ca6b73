"""The page store (静态页库): public pages kept as files, served without Django, dropped when what they say has changed.

`addresses` knows which file an address has, `folder` keeps the files, `middleware` writes them, `serving` reads them,
`purging` follows the table of changes. What one change makes stale is named in content/affected.py. docs/page-store.md
tells the whole story.
"""

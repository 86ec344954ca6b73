"""How dates are written: YYYY-MM-DD HH:MM, as the page rules ask (WEB4)."""

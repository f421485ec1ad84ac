"""Start populations: published tables, the synthesis that draws from them, and users' own villages."""

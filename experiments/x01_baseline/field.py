"""Published figures that the baseline is judged by: pattern, middle and half-width of the band."""

FIGURES = {
    "members_per_100": ("P1", 3.0, 1.0),
    "members_away": ("P2", 0.37, 0.075),
    "member_age": ("P3", 50.5, 2.5),
    "share_members_60": ("P3", 0.30, 0.06),
    "recruits": ("P6", 0.0147, 0.003),
    "secretary_age": ("P8", 47.5, 2.5),
    "secretary_hours": ("P8", 37.5, 22.5),
    "trust_high": ("P17", 0.63, 0.12),
}

"""Codes of the states that persons, needs and offices can be in."""

from __future__ import annotations

# Sex, as in the census tables.
MAN, WOMAN = 0, 1

# Group: 0 = dead or gone, else 1 + 220 · away + 110 · sex + age in whole years (capped at 109).
GONE = 0
AGES = 110
AWAY_STEP = 220
SEX_STEP = 110
GROUPS = 1 + 2 * AWAY_STEP

# From this age a person is an adult; from so many months a member counts as away for long.
ADULT = 18
LONG_AWAY = 6

# Education: at most primary, junior secondary, senior secondary, tertiary.
PRIMARY, JUNIOR, SENIOR, TERTIARY = 0, 1, 2, 3
# Completed years at which junior, senior and tertiary schooling begin.
SCHOOL_AGES = (12, 15, 18)

# Stages of membership.
OUTSIDE, APPLICANT, ACTIVIST, PROBATIONARY, FULL = 0, 1, 2, 3, 4

# What somebody has behind her (bits of the column ``past``).
CAME_HOME, IN_OFFICE = 1, 2

# What the branch still has to decide about a person, or the township to approve.
NOTHING, ADMISSION_ON_AGENDA, ADMISSION_PASSED, CONVERSION_ON_AGENDA, REMOVAL_ON_AGENDA, REMOVAL_PASSED = range(6)
# Membership suspended while out of contact; membership held by a branch elsewhere, to come back on return.
SUSPENDED, ELSEWHERE = 6, 7

# Sub-branch beside the territorial ones: none, of members of a cooperative, of members away.
NO_SETTING, ECONOMIC, MOBILE = 0, 1, 2

# Account on the platform.
NO_ACCOUNT, DORMANT, ACTIVE = 0, 1, 2

# On the national application: not active, active but left running, active and attending.
NOT_ACTIVE, LEFT_RUNNING, ATTENDING = 0, 1, 2

# Kinds of need.
NO_NEED, ADMINISTRATIVE, LIVELIHOOD, WELFARE, DISPUTE, DIGITAL = 0, 1, 2, 3, 4, 5
NEED_KINDS = ("administrative", "livelihood", "welfare", "dispute", "digital")

# Events of the month that trust answers to (bits of the column ``events``); messages are counted above bit 4.
SUCCESS, FAILURE, NOT_FOUND, VISITED = 1, 2, 4, 8
MESSAGE_SHIFT = 4
MESSAGES_MOST = 4

# Poverty (bits of the household column ``poor``) and deprivations (bits of ``deprivations``).
POOR_INCOME, POOR_DEPRIVED = 1, 2
HEALTH, SCHOOLING, ASSETS, LIVING = 1, 2, 4, 8
# What a household is watched for after 2020: nothing; lifted out but unstable; marginal; sudden severe hardship.
NOT_WATCHED, UNSTABLE, MARGINAL, SUDDEN = 0, 1, 2, 3

# Left behind (bits of the column ``left_behind``); the guardian is the adult at home of a left-behind child.
LEFT_WOMAN, LEFT_ELDER, LEFT_GUARDIAN, LEFT_CHILD_BOTH, LEFT_CHILD_ONE = 1, 2, 4, 8, 16

# Where a first secretary is sent from.
COUNTY_LEVEL, CITY_LEVEL, PROVINCE_LEVEL = 0, 1, 2

# No relative: rows of spouse, mother and father inside a village's slice.
NOBODY = 65535

# County types.
COUNTY_TYPES = ("near-urban", "ordinary", "remote-poor")

"""The World Bank's income groups of its fiscal year 2026 (July 2025 to June 2026), by ISO code.

Ethiopia and Venezuela were not classified that year; some small territories never are. The Bank
makes a new list every 1 July.
"""

from __future__ import annotations

SOURCE = "World Bank, fiscal year 2026"

_GROUPS = {
    "LIC": "AF BF BI CD CF ER GM GW KP LR MG ML MW MZ NE RW SD SL SO SS SY TD TG UG YE",
    "LMC": (
        "AO BD BJ BO BT CG CI CM DJ EG FM GH GN HN HT IN JO KE KG KH KI KM LA LB LK LS MA MM MR NA"
        " NG NI NP PG PH PK PS SB SN ST SZ TJ TL TN TZ UZ VN VU ZM ZW"
    ),
    "UMC": (
        "AL AM AR AZ BA BR BW BY BZ CN CO CU CV DM DO DZ EC FJ GA GD GE GQ GT ID IQ IR JM KZ LC LY"
        " MD ME MH MK MN MU MV MX MY PE PY RS SR SV TH TM TO TR TV UA VC WS ZA"
    ),
    "HIC": (
        "AD AE AG AS AT AU AW BB BE BG BH BM BN BS CA CH CL CR CW CY CZ DE DK EE ES FI FO FR GB GG"
        " GI GL GR GU GY HK HR HU IE IL IM IS IT JE JP KN KR KW KY LI LT LU LV MC MF MO MP MT NC"
        " NL NO NR NZ OM PA PF PL PR PT PW QA RO RU SA SC SE SG SI SK SM SX TC TT TW US UY VG VI"
    ),
}

INCOMES = {code: group for group, codes in _GROUPS.items() for code in codes.split()}

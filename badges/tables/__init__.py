"""Badges, their prints, the desk and its doors, and the papers people take home."""

from badges.tables.cards import Badge, BadgePrint, GuestBadge
from badges.tables.desk import CheckIn, Kiosk, Override, PickUp
from badges.tables.doors import CheckPoint, Scan
from badges.tables.leads import Exhibitor, ExhibitorMember, Lead, LeadConsent
from badges.tables.offline import Device, TemporaryBadge
from badges.tables.paper import OwnLayout, OwnStock, Picture
from badges.tables.papers import Certificate, CertificatePolicy
from badges.tables.printing import PrintBatch, PrintJob, PrintStation

__all__ = [
    "Badge",
    "BadgePrint",
    "Certificate",
    "CertificatePolicy",
    "CheckIn",
    "CheckPoint",
    "Device",
    "Exhibitor",
    "ExhibitorMember",
    "GuestBadge",
    "Kiosk",
    "Lead",
    "LeadConsent",
    "Override",
    "OwnLayout",
    "OwnStock",
    "PickUp",
    "Picture",
    "PrintBatch",
    "PrintJob",
    "PrintStation",
    "Scan",
    "TemporaryBadge",
]

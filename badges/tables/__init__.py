"""Badges, their prints, the desk and its doors, and the papers people take home."""

from badges.tables.cards import Badge, BadgePrint, GuestBadge
from badges.tables.desk import CheckIn, DeskNote, Kiosk, Override, PickUp, SupervisorPin
from badges.tables.doors import CheckPoint, Scan, WayOut
from badges.tables.leads import Exhibitor, ExhibitorMember, Lead, LeadConsent
from badges.tables.offline import Device, DeviceEvent, TemporaryBadge
from badges.tables.paper import OwnLayout, OwnStock, Picture
from badges.tables.papers import Certificate, CertificatePolicy, NotShown, NotShownAnswer
from badges.tables.printing import PrintBatch, PrintJob, PrintStation, ReprintPolicy

__all__ = [
    "Badge",
    "BadgePrint",
    "Certificate",
    "CertificatePolicy",
    "CheckIn",
    "CheckPoint",
    "DeskNote",
    "Device",
    "DeviceEvent",
    "Exhibitor",
    "ExhibitorMember",
    "GuestBadge",
    "Kiosk",
    "Lead",
    "LeadConsent",
    "NotShown",
    "NotShownAnswer",
    "Override",
    "OwnLayout",
    "OwnStock",
    "PickUp",
    "Picture",
    "PrintBatch",
    "PrintJob",
    "PrintStation",
    "ReprintPolicy",
    "Scan",
    "SupervisorPin",
    "TemporaryBadge",
    "WayOut",
]

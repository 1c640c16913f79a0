"""The people whom a newcomer can be: one of each kind, with a link that signs in."""

from dataclasses import dataclass

from conference.people.access import Role


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be: what they are, and where they would look first."""

    key: str
    title: str
    given: str
    family: str
    looks_at: str
    role: Role | None = None

    @property
    def email(self) -> str:
        """Easy to remember: attendee@demo.example."""
        return f"{self.key}@demo.example"


PERSONAS: tuple[Persona, ...] = (
    Persona("attendee", "A registered member", "Astrid", "Vinterhus", "/my"),
    Persona("member", "A member who has not registered", "Tuğçe", "Yıldızoğlu", "/demo/register"),
    Persona("stranger", "A non-member", "Dan", "Penhaligon", "/demo/register"),
    Persona(
        "author", "An author with a talk and a draft", "Żaneta", "Wiśniewska", "/demo/abstracts"
    ),
    Persona(
        "reviewer",
        "A reviewer in the middle of it",
        "Gwendolyn",
        "Ó Súilleabháin",
        "/demo/reviewing",
        Role.REVIEWER,
    ),
    Persona(
        "chair", "The programme chair", "Eleni", "Papalambrou", "/demo/committee", Role.PROGRAMME
    ),
    Persona("desk", "Staff at the desk", "Carol", "Okello", "/demo/desk", Role.DESK),
    Persona(
        "supervisor",
        "The supervisor of the desk",
        "Mbali",
        "Ndlovu",
        "/demo/desk/supervisor",
        Role.SUPERVISOR,
    ),
    Persona("office", "The society's office", "Bogdan", "Ionițoiu", "/demo/office", Role.OFFICE),
    Persona("treasurer", "The treasurer", "Hanako", "Yamadera", "/demo/office", Role.TREASURER),
    Persona("admin", "The administrator", "Noa", "Shalev", "/demo/office", Role.ADMIN),
)

"""People, roles, services and matrices of the story."""

DIRECTOR = "irene-falk"
CSI_MANAGER = "mara-lind"
STEP_OWNER = "oskar-brenner"
SERVICE_OWNER = "nina-sato"
RELEASE_OWNER = "petra-novak"
INCIDENT_OWNER = "henrik-olsen"
PROCESS_MANAGER = "felix-arndt"
PRACTITIONER = "lea-winter"
ANALYST = "ravi-menon"
LEVEL_MANAGER = "sofia-greco"
CHANGE_MANAGER = "karl-jensen"
SENIOR_IT = "stefan-roth"
CUSTOMER = "clara-voss"
RELATIONS = "bruno-keller"
BUSINESS_ANALYST = "dora-lang"
SERVICE_MANAGER = "wanda-pohl"
LEAVER = "hugo-stein"
CANDIDATE = "tomas-ek"

SERVICE = "order-portal"
OLD_SERVICE = "fax-gateway"
RELEASE = "release-and-deployment-management"
INCIDENT = "incident-management"

PEOPLE = [
    (DIRECTOR, "Irene Falk", "IT director"),
    (CSI_MANAGER, "Mara Lind", "CSI manager"),
    (STEP_OWNER, "Oskar Brenner", "Owner of the seven-step process"),
    (SERVICE_OWNER, "Nina Sato", "Service owner, Order portal"),
    (RELEASE_OWNER, "Petra Novak", "Process owner, release and deployment"),
    (INCIDENT_OWNER, "Henrik Olsen", "Process owner, incident management"),
    (PROCESS_MANAGER, "Felix Arndt", "Process manager"),
    (PRACTITIONER, "Lea Winter", "Process practitioner"),
    (ANALYST, "Ravi Menon", "Reporting analyst"),
    (LEVEL_MANAGER, "Sofia Greco", "Service level manager"),
    (CHANGE_MANAGER, "Karl Jensen", "Change manager"),
    (SENIOR_IT, "Stefan Roth", "Senior IT manager"),
    (CUSTOMER, "Clara Voss", "Head of sales, customer"),
    (RELATIONS, "Bruno Keller", "Business relationship manager"),
    (BUSINESS_ANALYST, "Dora Lang", "Business/IT analyst"),
    (SERVICE_MANAGER, "Wanda Pohl", "Service manager"),
    (LEAVER, "Hugo Stein", "Service owner, Fax gateway"),
    (CANDIDATE, "Tomas Ek", "Team leader, shop operations"),
]

# Appointed in this order: role, holder, service, process.
APPOINTMENTS = [
    ("it-director", DIRECTOR, "", ""),
    ("csi-manager", CSI_MANAGER, "", ""),
    ("seven-step-process-owner", STEP_OWNER, "", ""),
    ("service-owner", SERVICE_OWNER, SERVICE, ""),
    ("service-owner", LEAVER, OLD_SERVICE, ""),
    ("process-owner", RELEASE_OWNER, "", RELEASE),
    ("process-owner", INCIDENT_OWNER, "", INCIDENT),
    ("process-manager", PROCESS_MANAGER, "", RELEASE),
    ("process-manager", PROCESS_MANAGER, "", INCIDENT),
    ("process-practitioner", PRACTITIONER, "", RELEASE),
    ("process-practitioner", PRACTITIONER, "", INCIDENT),
    ("reporting-analyst", ANALYST, "", ""),
    ("service-level-manager", LEVEL_MANAGER, "", ""),
    ("change-manager", CHANGE_MANAGER, "", ""),
    ("senior-it-manager", SENIOR_IT, "", ""),
    ("auditor", SENIOR_IT, "", ""),
    ("auditor", SERVICE_MANAGER, "", ""),
    ("customer", CUSTOMER, "", ""),
    ("business-relationship-manager", RELATIONS, "", ""),
    ("business-it-analyst", BUSINESS_ANALYST, "", ""),
    ("service-manager", SERVICE_MANAGER, "", ""),
]


def found(client):
    """People, the pack, services, appointments and matrices."""
    client.act("The organisation")
    for person, name, title in PEOPLE:
        client.call(DIRECTOR, "person create", "person-" + person,
                    person_id=person, display_name=name, job_title=title)
    client.tell("registers " + ", ".join(n for _, n, _ in PEOPLE), DIRECTOR)
    client.do("pack", DIRECTOR, "pack apply",
              "applies the ITIL 2011 pack: roles, processes, lines, matrices",
              pack="itil-2011")
    for service, name in [(SERVICE, "Order portal"),
                          (OLD_SERVICE, "Fax gateway")]:
        client.do("service-" + service, DIRECTOR, "service create",
                  f"adds the service {name} (services/{service})",
                  service_id=service, display_name=name)
    for role, holder, service, process in APPOINTMENTS:
        appoint(client, role, holder, service, process)
    client.refused(
        "second-owner", DIRECTOR, "assignment create",
        f"tries to make {CANDIDATE} a second service owner of {SERVICE}",
        naming=("Nina Sato", "Tomas Ek"),
        assignment_id="second-owner", role="service-owner", holder=CANDIDATE,
        service=SERVICE)
    refuse_matrices(client)
    for matrix in ["seven-step-central", "csi-activities"]:
        client.call(DIRECTOR, "matrix test " + matrix, "test-" + matrix)
        client.do("deploy-" + matrix, STEP_OWNER, "matrix deploy " + matrix,
                  f"tests and deploys matrices/{matrix}")


def appoint(client, role, holder, service, process):
    """One appointment."""
    scope = {}
    if service:
        scope["service"] = service
    if process:
        scope["process"] = process
    subject = service or process
    name = f"{role}-{subject or holder}"[:63].rstrip("-")
    client.do("appoint-" + name, DIRECTOR, "assignment create",
              f"appoints {holder} {role}"
              + (f" of {subject}" if subject else ""),
              assignment_id=name, role=role, holder=holder, **scope)


def draft(client, matrix, title, columns, letters):
    """A one-line matrix with these columns and letters."""
    client.do("draft-" + matrix, STEP_OWNER, "matrix create",
              f"drafts matrices/{matrix}", matrix_id=matrix,
              display_name=title, version="1.0",
              activities={"id": "approve-release", "title": "Approve a release"},
              columns=columns,
              cells=[{"activity": "approve-release", "column": column["id"],
                      "letters": [letter]}
                     for column, letter in zip(columns, letters)])


def refuse_matrices(client):
    """Nobody accountable, and two people behind one A."""
    draft(client, "nobody-accountable", "Release approval, nobody accountable",
          [{"id": "analyst", "title": "Reporting analyst",
            "role": "tenants/demo/roles/reporting-analyst"}],
          ["LETTER_RESPONSIBLE"])
    client.refused("test-nobody", STEP_OWNER, "matrix test nobody-accountable",
                   "tests a matrix in which nobody is accountable")
    draft(client, "two-accountable", "Release approval, two accountable",
          [{"id": "auditor", "title": "Process auditor",
            "role": "tenants/demo/roles/auditor"},
           {"id": "change", "title": "Change manager",
            "role": "tenants/demo/roles/change-manager"}],
          ["LETTER_ACCOUNTABLE", "LETTER_RESPONSIBLE"])
    client.do("test-two", STEP_OWNER, "matrix test two-accountable",
              "tests it: its form is right")
    client.refused("deploy-two", STEP_OWNER, "matrix deploy two-accountable",
                   "tries to deploy it, with two people behind the A",
                   naming=("Stefan Roth", "Wanda Pohl"))

"""Which texts name the same institution, and which only sound alike."""

from __future__ import annotations

import pytest

from abstracts.reviewers.institutions import institution_keys, same_institution

SAME = [
    ("University of Glasgow", "Glasgow University"),
    (
        "Department of Immunology, University of Glasgow, UK",
        "Glasgow University, Institute of Infection",
    ),
    ("Universität Zürich", "University of Zurich"),
    ("Univ. of Bern", "Bern University"),
    ("Ludwig-Maximilians-Universität München", "LMU Munich"),
    ("TU München", "Technical University of Munich"),
    ("Harvard Medical School", "Harvard University"),
    ("Yale School of Medicine", "Yale University"),
    ("Yale University School of Medicine, New Haven", "Dept. of Medicine, Yale University"),
    ("University of California, San Diego", "UCSD"),
    ("UC San Diego", "University of California San Diego"),
    ("UC Davis", "University of California, Davis, CA"),
    ("University of Wisconsin-Madison", "University of Wisconsin, Madison, USA"),
    ("The Ohio State University", "Ohio State University"),
    ("Washington University in St. Louis", "Washington University, St. Louis"),
    ("University of St Andrews", "Saint Andrews University"),
    ("Universiteit Gent", "Ghent University"),
    ("Ruprecht-Karls-Universität Heidelberg", "Heidelberg University"),
    ("Institut Pasteur, Paris", "Pasteur Institute"),
    ("Université de Genève", "University of Geneva"),
    ("King's College, London", "King’s College London"),
    ("Boston Children's Hospital", "Children's Hospital, Boston"),
    ("Perelman School of Medicine at the University of Pennsylvania", "University of Pennsylvania"),
    ("Imperial College", "Imperial College London"),
    ("Faculty of Medicine University of Tokyo", "The University of Tokyo"),
    (
        "Department of Medicine, Brigham and Women's Hospital, Harvard Medical School",
        "Brigham and Women's Hospital",
    ),
    ("Köbenhavns Universitet", "University of Copenhagen"),
    ("Universitätsklinikum Heidelberg", "University Hospital Heidelberg"),
    ("MIT", "Massachusetts Institute of Technology"),
    ("Goethe-Universität Frankfurt", "University of Frankfurt"),
    ("Leiden University Medical Center", "Leiden University"),
    ("Genentech, South San Francisco", "Genentech Inc"),
    ("東京大学", "東京大学"),
]
DIFFERENT = [
    ("University of Washington", "Washington University in St. Louis"),
    ("University of York", "York University"),
    ("Miami University", "University of Miami"),
    ("Newcastle University", "University of Newcastle, Australia"),
    ("University of California, San Diego", "University of California, Los Angeles"),
    ("University College London", "University College Dublin"),
    ("King's College London", "King's College, Cambridge"),
    ("University of Birmingham", "University of Alabama at Birmingham"),
    ("Oxford University", "Oxford Brookes University"),
    ("University of Munich", "Technical University of Munich"),
    ("Free University of Berlin", "Humboldt University of Berlin"),
    ("University of Pennsylvania", "Pennsylvania State University"),
    ("University of Michigan", "Michigan State University"),
    ("Institute of Immunology, University of Bern", "Institute of Immunology, University of Basel"),
    ("Department of Medicine, University of Oslo", "Department of Medicine, University of Bergen"),
    ("Faculty of Medicine, Kyoto University", "Faculty of Medicine, Osaka University"),
    ("University Hospital, Zurich", "University Hospital, Basel"),
    ("Max Planck Institute for Infection Biology", "Max Planck Institute for Biochemistry"),
    ("Trinity College Dublin", "Trinity College, Cambridge"),
    ("St George's Hospital", "St Thomas' Hospital"),
    ("University of London", "University of Western Ontario, London"),
    ("Northwestern University", "Northeastern University"),
    ("INSERM, University of Lyon", "INSERM, University of Lille"),
    ("New York University", "State University of New York"),
    ("東京大学", "大阪大学"),
    ("Children's Hospital, Boston", "Children's Hospital, Philadelphia"),
    ("Clyde Institute", "Tay College"),
    ("School of Medicine", "School of Medicine, Yale University"),
    ("University of Georgia", "Georgia Institute of Technology"),
    ("King's College Hospital, London", "King's College London"),
    ("Cambridge University Hospitals", "University of Cambridge"),
    ("USA", "UK"),
    ("Department of Immunology", "Department of Immunology"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_institution_meets_under_another_spelling(one, other):
    assert same_institution(one, other)
    assert same_institution(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_same_institution_keeps_false_friends_apart(one, other):
    assert not same_institution(one, other)


def test_institution_keys_are_several_where_several_are_named():
    text = "Brigham and Women's Hospital, Harvard Medical School, Boston, USA"
    assert institution_keys(text) == institution_keys("Harvard University") | institution_keys(
        "Brigham and Women’s Hospital"
    )

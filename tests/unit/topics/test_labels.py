"""Labels that once stood for more than their topic, in the words of real questions."""

import pytest

from pqgraph.topics import default_tagger


@pytest.fixture(scope="module")
def tag():
    return default_tagger().tag


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (None, "what data his Department holds on the (a) age and (b) gender of staff"),
        ("Apprentices: Gender", ""),
        ("Pensions: Gender", "on reducing the gender pension gap"),
        ("Equal Pay: Gender", "with reference to the gender pay gap guidance"),
        (None, "to help reduce the gender diagnosis gap"),
        (None, "by (i) age, (ii) gender, (iii) ethnicity and (iv) local authority level"),
        (None, "to discriminatory outcomes based on race, gender, age, or disability"),
    ],
)
def test_gender_alone_is_not_gender_identity(tag, heading, text):
    assert "gender-identity" not in tag(heading, text)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Gender Dysphoria: Children", ""),
        ("Health Services: Gender Recognition", ""),
        (None, "puberty blockers for the treatment of gender incongruence"),
        (None, "on (a) discussions and (b) materials on gender self-identification"),
        (None, "signage of gender neutral toilets by each Department"),
        (None, "how many people have undergone gender reassignment surgery"),
        (None, "to prevent the teaching of gender ideology in schools"),
        (None, "what her Department's definition of gender identity is"),
        (None, "what services NHS England gender services provide"),
        (None, "the consultation entitled Gender Questioning Children"),
        (None, "safeguarding policies for gender-questioning children"),
        (None, "the bullying of civil servants who express gender-critical views"),
        (None, "for what reason data is collected by gender rather than sex"),
        ("Data, Statistics and Research on Sex and Gender Independent Review", ""),
        ("Equality: Gender and Intersex", ""),
    ],
)
def test_gender_identity(tag, heading, text):
    assert "gender-identity" in tag(heading, text)


@pytest.mark.parametrize(
    "text", ["a gender balance in the authors", "the impact of gender bias", "gender discrimination at work"]
)
def test_women_and_men_are_a_matter_of_equality(tag, text):
    assert "equality" in tag(None, text)


@pytest.mark.parametrize(
    ("heading", "text", "found"),
    [
        (
            "Department for Transport: Social Media",
            "whether her Department has spent money on social media influencers since July 2024.",
            ("government",),
        ),
        ("Government Departments: Social Media", "", ("government",)),
        (None, "how many social media accounts her Department operates", ("government",)),
        ("Armed Forces: Social Media", "to ensure the secure use of social media", ("armed-forces",)),
    ],
)
def test_what_departments_publish_is_not_online_safety(tag, heading, text, found):
    assert tag(heading, text) == found


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Social Media: Children", ""),
        ("Smartphones and Social Media", ""),
        (None, "to introduce fines for social media companies"),
        (None, "the extent to which social media platforms’ moderation standards reflect UK standards"),
        (None, "that the planned social media ban for under-16s will have robust blocks in place"),
        (None, "to regulate social media algorithms that promote or amplify hateful content"),
        (None, "the potential impact of social media on children’s mental health"),
    ],
)
def test_online_safety(tag, heading, text):
    assert "online-safety" in tag(heading, text)


@pytest.mark.parametrize(
    "text",
    [
        "the average energy cost faced by UK producers",
        "the potential impact of rising energy costs on theatres",
        "Network Rail’s energy costs",
        "the potential impact of sustained high industrial electricity prices",
        "bringing industrial energy prices in line with international competitors",
        "steps to break the influence of gas on electricity prices",
    ],
)
def test_what_industry_pays_for_energy_is_energy(tag, text):
    found = tag(None, text)
    assert "energy" in found
    assert "fuel-poverty" not in found


@pytest.mark.parametrize(
    "text",
    [
        "increases in domestic energy costs",
        "to support rural and off-grid households with energy costs",
        "that spent more than 10% of their income on energy costs",
        "the Fuel Poverty Strategy",
        "levels of energy bills",
        "the impact of energy prices on pensioners",
    ],
)
def test_what_households_pay_for_energy(tag, text):
    assert "fuel-poverty" in tag(None, text)


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("Alcoholic Drinks: Misuse", "public-health"),
        ("Alcoholic Drinks: Labelling", "public-health"),
        ("Alcoholic Drinks: Minimum Unit Prices", "public-health"),
        ("Alcoholic Drinks and Drugs: Misuse", "drug-misuse"),
        ("Alcoholic Drinks: Excise Duties", "tax"),
        ("Alcoholic Drinks: Licensing", "hospitality"),
        ("Alcoholic Drinks: Industry", "hospitality"),
        ("10 Downing Street: Alcoholic Drinks", "government"),
    ],
)
def test_alcohol(tag, heading, topic):
    assert tag(heading, "") == (topic,)

"""Writes tcga_sarc_patients.csv: TCGA-SARC in the words of models/vocabulary.json, with overall survival.

Patients of Tests/Reference/sarculator-tcga.csv have the values that were typed into the Sarculator
calculator; the others those of tcga_sarc.csv. Run in this folder: python3 tcga_sarc_patients.py
"""

import csv

HISTOLOGY = {
    "dedifferentiated_liposarcoma": "dedifferentiatedLiposarcoma",
    "leiomyosarcoma": "leiomyosarcoma",
    "leiomyosarcoma_gynaecologic": "leiomyosarcoma",
    "undifferentiated_pleomorphic_sarcoma": "undifferentiatedPleomorphicSarcoma",
    "DDLPS": "dedifferentiatedLiposarcoma",
    "LMS": "leiomyosarcoma",
    "UPS": "undifferentiatedPleomorphicSarcoma",
    "MFS": "myxofibrosarcoma",
    "SS": "synovialSarcoma",
    "MPNST": "malignantPeripheralNerveSheathTumour",
    "Desmoid": "desmoidTumour",
}
SITE = {
    "lower_extremity": "lowerLimb",
    "upper_extremity": "upperLimb",
    "superficial_trunk": "trunk",
    "gynecologic": "uterus",
    "head_neck": "headAndNeck",
    "retroperitoneum_abdomen": "abdominalVisceral",
    "pelvis": "pelvis",
    "thorax": "thoracicVisceral",
}
DETAIL = {
    "retroperitoneum": "retroperitoneum",
    "intraabdominal": "abdomen",
    "chest wall": "chestWall",
    "breast": "breast",
}
RESECTION = {"R0": "complete", "R1": "complete", "R2": "incomplete"}
YES = {"0": "no", "1": "yes", "": ""}

with open("../Tests/Reference/sarculator-tcga.csv") as file:
    typed = {row["tcga_patient"]: row for row in csv.DictReader(file)}
with open("tcga_sarc.csv") as file, open("tcga_sarc_patients.csv", "w", newline="") as output:
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(
        "patient_id age size grade histology site multifocal resection OS_days OS_event".split()
    )
    for row in csv.DictReader(file):
        site = SITE.get(row["site_region"], "")
        site = DETAIL.get(row["site_detail"].split(" - ")[-1], site)
        one = typed.get(row["patient_id"])
        if one:
            if one["site"] == "retroperitoneum":
                site = "retroperitoneum"
            elif one["site"] == "uterus_or_ovary":
                site = "uterus"
            values = [
                one["age_years"], one["size_cm"], one["fnclcc_grade"], HISTOLOGY[one["histology"]],
                site, YES[one["multifocal"]],
                "incomplete" if one["incomplete_resection"] == "1" else "complete",
            ]
        else:
            values = [
                row["age_years"], row["tumor_size_cm"], row["fnclcc_grade"],
                HISTOLOGY[row["histology_group"]], site, YES[row["multifocal"]],
                RESECTION.get(row["residual_tumor"], ""),
            ]
        writer.writerow([row["patient_id"], *values, row["OS_days"], row["OS_event"]])

"""The words of the field: topics, and the cytokines, cells, pathways and diseases of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicWords:
    """One topic of the call, with the vocabulary its abstracts are built from."""

    code: str
    title: str
    agents: tuple[str, ...]
    cells: tuple[str, ...]
    pathways: tuple[str, ...]
    diseases: tuple[str, ...]
    models: tuple[str, ...]


MICE = ("C57BL/6 mice", "conditional knockout mice", "bone marrow chimeras", "fate-mapping mice")
HUMAN = ("patient biopsies", "primary human cells", "peripheral blood of patients", "organoids")

TOPICS: tuple[TopicWords, ...] = (
    TopicWords(
        "T01",
        "Innate immunity and infection",
        ("IFN-β", "type I interferon", "IL-1β", "IL-12", "TNF", "IL-18"),
        (
            "alveolar macrophages",
            "plasmacytoid dendritic cells",
            "inflammatory monocytes",
            "neutrophils",
            "natural killer cells",
        ),
        ("cGAS–STING", "RIG-I–MAVS", "the NLRP3 inflammasome", "TLR7", "IRF3", "gasdermin D"),
        (
            "influenza A virus infection",
            "SARS-CoV-2 infection",
            "Listeria infection",
            "bacterial pneumonia",
            "dengue",
        ),
        (*MICE, *HUMAN, "air–liquid interface cultures"),
    ),
    TopicWords(
        "T02",
        "Interferons: induction, action and evasion",
        ("IFN-λ", "IFN-α", "IFN-β", "IFN-γ", "IFN-ε", "type III interferon"),
        (
            "airway epithelial cells",
            "intestinal epithelial cells",
            "hepatocytes",
            "trophoblasts",
            "stem cells",
        ),
        ("IFNLR1", "STAT1", "ISGF3", "USP18", "TYK2", "IFITM3"),
        (
            "norovirus infection",
            "hepatitis B",
            "rotavirus infection",
            "Zika virus infection",
            "chronic viral infection",
        ),
        (*MICE, *HUMAN, "CRISPR-edited cell lines"),
    ),
    TopicWords(
        "T03",
        "Allergic disease and type 2 immunity",
        ("IL-33", "TSLP", "IL-13", "IL-4", "IL-5", "IL-25"),
        (
            "group 2 innate lymphoid cells",
            "mast cells",
            "tuft cells",
            "basophils",
            "T helper 2 cells",
        ),
        ("STAT6", "GATA3", "the IL-4 receptor", "RORα", "NMUR1"),
        ("allergic asthma", "food allergy", "eosinophilic oesophagitis", "helminth infection"),
        (*MICE, *HUMAN, "house dust mite challenge"),
    ),
    TopicWords(
        "T04",
        "Cytokines in skin inflammation",
        ("IL-17A", "IL-22", "IL-36γ", "IL-31", "IL-23", "TNF"),
        (
            "keratinocytes",
            "γδ T cells",
            "dermal fibroblasts",
            "Langerhans cells",
            "tissue-resident memory T cells",
        ),
        ("JAK1", "IκBζ", "TYK2", "ACT1", "the IL-36 receptor"),
        (
            "psoriasis",
            "atopic dermatitis",
            "hidradenitis suppurativa",
            "cutaneous lupus",
            "wound repair",
        ),
        ("imiquimod-treated mice", "skin organoids", *HUMAN),
    ),
    TopicWords(
        "T05",
        "Regulation of cytokine production",
        ("IL-6", "IL-10", "GM-CSF", "TNF", "IL-2", "CXCL10"),
        ("macrophages", "dendritic cells", "T helper 17 cells", "monocytes", "B cells"),
        ("Regnase-1", "NF-κB", "tristetraprolin", "m6A methylation", "A20", "a distal enhancer"),
        ("sepsis", "autoinflammation", "rheumatoid arthritis", "cytokine release syndrome"),
        (*MICE, "massively parallel reporter assays", "ribosome profiling"),
    ),
    TopicWords(
        "T06",
        "Immune regulation of inflammation and cancer",
        ("IL-2", "IL-15", "IFN-γ", "TGF-β", "IL-27", "IL-12"),
        (
            "regulatory T cells",
            "exhausted CD8 T cells",
            "tumour-associated macrophages",
            "myeloid suppressor cells",
            "CAR T cells",
        ),
        ("PD-1", "SOCS1", "BATF", "the IL-2 receptor", "cIAP1", "TOX"),
        (
            "melanoma",
            "hepatocellular carcinoma",
            "pancreatic cancer",
            "colorectal cancer",
            "lymphoma",
        ),
        (*MICE, "patient-derived xenografts", "tumour slice cultures"),
    ),
    TopicWords(
        "T07",
        "Microbiota and barrier immunity",
        ("IL-22", "IL-18", "IL-10", "IFN-λ", "IL-17A", "IL-23"),
        (
            "group 3 innate lymphoid cells",
            "Paneth cells",
            "goblet cells",
            "mucosal T cells",
            "enteric neurons",
        ),
        (
            "the aryl hydrocarbon receptor",
            "short-chain fatty acids",
            "NLRP6",
            "bile acid sensing",
            "RORγt",
        ),
        (
            "Crohn’s disease",
            "ulcerative colitis",
            "graft-versus-host disease",
            "necrotising enterocolitis",
        ),
        ("gnotobiotic mice", "intestinal organoids", *HUMAN),
    ),
    TopicWords(
        "T08",
        "Cytokines and metabolism",
        ("IL-6", "GDF15", "leptin", "IL-1β", "oncostatin M", "FGF21"),
        (
            "adipose tissue macrophages",
            "hepatocytes",
            "skeletal muscle cells",
            "beta cells",
            "hypothalamic neurons",
        ),
        ("gp130", "itaconate", "mTORC1", "AMPK", "fatty acid oxidation"),
        ("obesity", "type 2 diabetes", "steatohepatitis", "cancer cachexia", "atherosclerosis"),
        (*MICE, "metabolic tracing", "human adipose explants"),
    ),
    TopicWords(
        "T09",
        "Signalling, structure and epigenetics",
        ("IL-11", "LIF", "IL-27", "thrombopoietin", "IL-7", "erythropoietin"),
        (
            "haematopoietic stem cells",
            "naive T cells",
            "fibroblasts",
            "megakaryocytes",
            "engineered reporter cells",
        ),
        ("JAK2", "STAT3", "STAT5", "SOCS3", "SHP2", "receptor geometry", "histone lactylation"),
        (
            "myeloproliferative neoplasms",
            "lung fibrosis",
            "immunodeficiency",
            "clonal haematopoiesis",
        ),
        ("cryo-electron microscopy", "single-molecule imaging", "phosphoproteomics"),
    ),
    TopicWords(
        "T10",
        "Autoimmunity and interferonopathies",
        ("type I interferon", "IFN-α", "BAFF", "IL-21", "IL-6", "IFN-κ"),
        (
            "plasmablasts",
            "follicular helper T cells",
            "age-associated B cells",
            "endothelial cells",
            "low-density granulocytes",
        ),
        ("TREX1", "STING", "IRF5", "TLR7", "TYK2", "complement C3"),
        (
            "systemic lupus erythematosus",
            "Sjögren disease",
            "dermatomyositis",
            "juvenile arthritis",
            "Aicardi–Goutières syndrome",
        ),
        (*HUMAN, "humanised mice", "induced pluripotent stem cells"),
    ),
    TopicWords(
        "T11",
        "Neuroinflammation and tissue repair",
        ("IL-1β", "IL-33", "TGF-β", "IFN-γ", "IL-4", "CSF1"),
        (
            "microglia",
            "astrocytes",
            "meningeal T cells",
            "Schwann cells",
            "border-associated macrophages",
        ),
        ("TREM2", "STAT1", "the complement cascade", "NLRP3", "glycolysis"),
        (
            "multiple sclerosis",
            "Alzheimer disease",
            "stroke",
            "spinal cord injury",
            "viral encephalitis",
        ),
        (*MICE, "brain organoids", "spatial transcriptomics"),
    ),
    TopicWords(
        "T12",
        "Therapeutics and engineered cytokines",
        (
            "engineered IL-2",
            "long-acting IL-22",
            "masked IL-12",
            "decoy-resistant IL-18",
            "orthogonal IL-2",
        ),
        ("regulatory T cells", "memory CD8 T cells", "natural killer cells", "stromal cells"),
        (
            "the common γ chain",
            "the IL-18 binding protein",
            "partial agonism",
            "receptor internalisation",
            "JAK3",
        ),
        (
            "rheumatoid arthritis",
            "solid tumours",
            "graft-versus-host disease",
            "severe asthma",
            "alopecia areata",
        ),
        (
            "a first-in-human trial",
            "non-human primates",
            "yeast display",
            "dose-escalation cohorts",
        ),
    ),
)

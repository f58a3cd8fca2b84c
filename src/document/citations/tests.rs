use super::*;
use crate::document::read::decode;

fn citations(text: &str) -> Vec<(String, String, String)> {
    let passage = Passage {
        traced: decode(text.as_bytes()).unwrap().text.traced,
        kind: Kind::Body,
        section: None,
        page: None,
        language: None,
        context: String::new(),
    };
    find(&[passage], &[])
        .into_iter()
        .map(|c| (c.authors, c.year, c.page))
        .collect()
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let found = citations(text);
    let found: Vec<(&str, &str, &str)> = found
        .iter()
        .map(|(a, y, p)| (a.as_str(), y.as_str(), p.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn citations_in_brackets() {
    check("است (Segal, 2020: 3).", &[("Segal", "2020", "3")]);
    check(
        "(Barrinha and Renard, 2017: 356-360; Doshi et al., 2021)",
        &[
            ("Barrinha and Renard", "2017", "356-360"),
            ("Doshi et al.", "2021", ""),
        ],
    );
    check(
        "(قنبری باغستانی، ۱۳۹۹؛ سیگال، ۱۳۹۹: ۱۲)",
        &[("قنبری باغستانی", "1399", ""), ("سیگال", "1399", "12")],
    );
    check(")Zetter, 2014(", &[("Zetter", "2014", "")]);
    check(
        "(Smith & Jones, 2010a, 2010b)",
        &[
            ("Smith & Jones", "2010a", ""),
            ("Smith & Jones", "2010b", ""),
        ],
    );
    check(
        "This was shown before (see also Nye, 2004, p. 12).",
        &[("Nye", "2004", "12")],
    );
    check(
        "(World Bank 2019; Ministry of Health of Iran, 2015, pp. 3–9)",
        &[
            ("World Bank", "2019", ""),
            ("Ministry of Health of Iran", "2015", "3-9"),
        ],
    );
    check(
        "(van der Berg, 2011; O’Neil, 1999)",
        &[("van der Berg", "2011", ""), ("O’Neil", "1999", "")],
    );
    check(
        "(Acharya 2004; Jones, Smith, and Lee 2016)",
        &[
            ("Acharya", "2004", ""),
            ("Jones, Smith, and Lee", "2016", ""),
        ],
    );
    check("(Smith, n.d.)", &[("Smith", "n.d.", "")]);
}

#[test]
fn persian_citations() {
    check(
        "(وزارت امور خارجه، ۱۳۹۸: ۴۵)",
        &[("وزارت امور خارجه", "1398", "45")],
    );
    check(
        "(رضایی و همکاران، ۱۴۰۰، ص ۱۲)",
        &[("رضایی و همکاران", "1400", "12")],
    );
    check(
        "(نک: احمدی، ۱۳۸۵؛ محمدی و کریمی، ۱۳۹۰: ۳-۵)",
        &[("احمدی", "1385", ""), ("محمدی و کریمی", "1390", "3-5")],
    );
    check("(به نقل از نادری، ۱۳۷۷)", &[("نادری", "1377", "")]);
    check("(کاظمی 1388)", &[("کاظمی", "1388", "")]);
    check("(حسینی، بی‌تا: ۲۰)", &[("حسینی", "بی‌تا", "20")]);
}

#[test]
fn narrative_citations() {
    check("آدام سگال (2017) می‌گوید", &[("آدام سگال", "2017", "")]);
    check(
        "نصراللهی و باغبادرانی (۱۴۰۳)",
        &[("نصراللهی و باغبادرانی", "1403", "")],
    );
    check(
        "as Barrinha and Renard (2017: 5) say",
        &[("Barrinha and Renard", "2017", "5")],
    );
    check(
        "According to Segal (2020), the state",
        &[("Segal", "2020", "")],
    );
    check("Doshi et al. (2021) found", &[("Doshi et al.", "2021", "")]);
    check(
        "از نظر راجیر کریمر[1] (2020) چنین است",
        &[("راجیر کریمر", "2020", "")],
    );
    check("Satow (2017) در تعریف خود", &[("Satow", "2017", "")]);
}

#[test]
fn the_same_place() {
    check(
        "(سیگال، ۱۳۹۹: ۱۲) و سپس (همان: ۱۵) و (همان، ص ۱۷) و (همو، ۱۴۰۰: ۳)",
        &[
            ("سیگال", "1399", "12"),
            ("سیگال", "1399", "15"),
            ("سیگال", "1399", "17"),
            ("سیگال", "1400", "3"),
        ],
    );
    check(
        "It was so (Nye, 2010: 3), and remained (ibid., p. 7) until (Ibid.: 9).",
        &[
            ("Nye", "2010", "3"),
            ("Nye", "2010", "7"),
            ("Nye", "2010", "9"),
        ],
    );
    check(
        "(سیگال، ۱۳۹۹) که (همان گونه که گفته شد) رفت",
        &[("سیگال", "1399", "")],
    );
}

#[test]
fn narrative_citations_side_by_side() {
    check(
        "احمدی (۱۳۹۵: ۱۲) و رضایی (۱۳۹۶) این دیدگاه را نقد کرده‌اند (نک: صادقی، ۱۳۹۰؛ همو، ۱۳۹۲).",
        &[
            ("احمدی", "1395", "12"),
            ("رضایی", "1396", ""),
            ("صادقی", "1390", ""),
            ("صادقی", "1392", ""),
        ],
    );
}

#[test]
fn brackets_and_runs_in_disorder() {
    for (text, expected) in [
        ("شناخته می‌شود (Segal :3 2020).,", ("Segal", "2020", "3")),
        (
            "منظر قابل تحلیل است The National Institute for Defense Studies, 2020: 39).)",
            ("The National Institute for Defense Studies", "2020", "39"),
        ),
        (
            "مدیران اپل .) ,2017Chan( قابل توجه بود",
            ("Chan", "2017", ""),
        ),
        (
            "و هنجارهای مناسب حکمرانی اینترنت را برای همه فراهم می‌کند (s Republic of China, ’Ministry of Foreign Affairs of the People 2017).",
            (
                "Ministry of Foreign Affairs of the People’s Republic of China",
                "2017",
                "",
            ),
        ),
        (
            "تا از حقوق و منافع قانونی شهروندان محافظت کنند). )2017Ministry of Foreign Affairs of the People’s Republic of China, دولت",
            (
                "Ministry of Foreign Affairs of the People’s Republic of China",
                "2017",
                "",
            ),
        ),
        (
            "تمرکز داشت (U.S. Department of .)State, 2011 و",
            ("U.S. Department of State", "2011", ""),
        ),
        (
            "برخوردار است www.scio.gov.cn, 2017).)",
            ("www.scio.gov.cn", "2017", ""),
        ),
        (
            "پیشگام نوآوری در فناوری است). Doshi et.al., 2021: (17 وی",
            ("Doshi et.al.", "2021", "17"),
        ),
        (
            "راجیر کریمر[1] (2020 در مقاله»ای با عنوان) رویکرد",
            ("راجیر کریمر", "2020", ""),
        ),
        (
            "(2019) همکاران و آسوی عمومی: دیپلماسی",
            ("آسوی و همکاران", "2019", ""),
        ),
    ] {
        check(text, &[expected]);
    }
}

#[test]
fn one_work_in_two_scripts() {
    check(
        "بین‌الملل تضمین باغستانی، قنبری (کند 1399) (؛ Ghanbari Baghistan, 2020).",
        &[
            ("قنبری باغستانی", "1399", ""),
            ("Ghanbari Baghistan", "2020", ""),
        ],
    );
}

#[test]
fn what_a_document_says_elsewhere_settles_a_place() {
    check(
        "آدام سگال (2020) گفت. سپس آدام سگال (تجدیدنظر کند. 2017 مقاله در) نوشت",
        &[("آدام سگال", "2020", ""), ("آدام سگال", "2017", "")],
    );
    check(
        "نویسندگان کولایی، شکاری، احمدی‌نیا (1392) بر آن‌اند (کولایی، شکاری و احمدی‌نیا، 1392)",
        &[
            ("کولایی، شکاری، احمدی‌نیا", "1392", ""),
            ("کولایی، شکاری و احمدی‌نیا", "1392", ""),
        ],
    );
}

#[test]
fn years_in_brackets_are_no_citations() {
    for text in [
        "در سال (2020) و دهه (1990)",
        "(a meeting that was held there in 2014)",
        "no bracket 2014",
        "شروع توجه به امنیت سایبری (دهه 1990)",
        "مانند ویروس موریس (1988) آغاز شد",
        "حملاتی مانند (WannaCry (2017 و (NotPetya (2017 که",
        "استاکس‌نت (Stuxnet) در سال 1388 (2010 میلادی)، نشان داد",
        "در سال 1390 (2011)، ایران با تشکیل شورای عالی",
        "در دهه 1380 (2000 میلادی)، ایران",
        "(تولد:۲۳ نوامبر بین ۱۱۹۰ تا ۱۲۰۰ - درگذشت:۲۹ نوامبر ۱۲۶۸)",
        "(مصوب ۱۳۹۰) و (بهار ۱۴۰۱) و (تا پایان ۱۳۹۵)",
        "The war (1914-1918) and the treaty of May 2014 (in force)",
        "In the Treaty of Lisbon (2007) the word does not appear",
        "as of January (2015) and in (2016)",
        "Growth was high (in the 1990s and in 2008).",
    ] {
        check(text, &[]);
    }
}

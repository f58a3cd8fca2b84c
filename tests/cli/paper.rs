//! A small paper with one of everything, whose every line is known.

/// Headings, notes, citations, references, two languages. Lines count from 1.
pub const PAPER: &str = "\
دیپلماسی سایبری در منطقه
علی رضایی، مریم احمدی

چکیده
این مقاله دیپلماسی سایبری را در منطقه بررسی می‌کند. حاکمیت سایبری در آن مفهوم اصلی است.

کلیدواژه‌ها: دیپلماسی سایبری، حاکمیت سایبری، قدرت هنجاری

1- مقدمه
دولت‌ها در فضای سایبر رقابت می‌کنند (Segal, 2020: 3). قدرت هنجاری1 در این رقابت مهم است. حاکمیت سایبری حق هر دولت است (رضایی، 1399: 12).

1-1- پیشینه
نای قدرت سایبری2 را تعریف کرد (Nye, 2010).

1. Normative Power
2. Cyber Power

نتیجه‌گیری
پیمان‌ها قدرت هنجاری را نگه می‌دارند.

منابع
رضایی، علی (1399). حاکمیت در فضای سایبر. تهران: نشر نی.
Nye, J. S. (2010). Cyber Power. Cambridge: Harvard University.
Segal, A. (2020). China's Vision for Cyber Sovereignty. Seattle: NBR.
";

"""Names shared by every peer: columns, awards, groups, and the argument order IN.csv RESULT.csv SUMMARY.csv"""
import csv

AWARDS = ["国家级单项冠军奖励", "国家级小巨人奖励", "省级隐形冠军奖励", "省级单项冠军奖励", "省级专精特新奖励", "初创专精特新奖励", "创新型企业奖励",
          "引进落户扶持", "首次升规在库两年奖励", "首次升规次年在库奖励", "国家级企业技术中心奖励", "省级企业技术中心奖励", "市级企业技术中心奖励",
          "技改补助", "数字化攻关补助", "专精特新贷贴息", "知名品牌奖励", "营收首次突破奖励", "电子信息营收首破奖励", "制造业500强奖励",
          "制造业民营500强奖励", "DCMM补助", "创客中国国赛资助", "创客中国赛区奖励", "标准制定奖励", "研发投入奖补", "营收增长奖励", "小巨人研发配套"]
GROUPS = [[2, 3, 5, 6, 7], [1, 4, 8], [11, 12, 13], [18, 19], [26, 28]]        # award numbers, 1-based
MONEY = ["营业收入", "上年营业收入", "历史最高营业收入", "研发投入", "技改实际投资额", "数字化攻关投资额", "专精特新贷本金"]
KEY_IND = ["新一代信息技术", "高端装备", "生物医药", "集成电路", "新能源", "新材料"]
E_IND = ["新一代信息技术", "集成电路", "电子信息"]
# ASCII names, for the tools whose identifiers cannot be Chinese
ASCII = {"企业编号": "id", "企业名称": "name", "注册地": "place", "行业": "ind", "是否制造业": "man", "成立年份": "founded",
         "营业收入": "rev", "上年营业收入": "prev", "历史最高营业收入": "hist", "研发投入": "rd", "技改实际投资额": "tech",
         "数字化攻关投资额": "dig", "专精特新贷本金": "loan", "国家级单项冠军": "champ", "国家级小巨人": "giant", "省级隐形冠军": "hidden",
         "省级单项冠军": "pchamp", "省级专精特新": "srdi", "国家级企业技术中心": "ntc", "省级企业技术中心": "ptc", "市级企业技术中心": "ctc",
         "首次升规年份": "upyear", "在库": "inlib", "DCMM等级": "dcmm", "入选500强": "top500", "评价得分": "score", "品牌榜单": "brand",
         "创客中国": "maker", "标准制定数": "std", "严重失信": "bad"}


def header(path):
    """The columns of a file in their order: the tidy file has those of the yardstick alone."""
    with open(path, encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines))


HEAD_OUT = ["企业编号"] + AWARDS + ["合计"]


def fen(s):
    """'123.4' -> 12340"""
    if not s:
        return 0
    i = s.find(".")
    if i < 0:
        return int(s) * 100
    f = s[i + 1:]
    return int(s[:i]) * 100 + (int(f) * 10 if len(f) == 1 else int(f))


def yuan(v):
    return f"{v // 100}.{v % 100:02d}" if v else "0.00"

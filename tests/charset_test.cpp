#include "common/charset.h"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/include/sillok/error.h"

namespace sillok {
namespace {

std::string encode(std::string_view utf8, const char* charset) {
  std::string bytes(utf8.size() * 4 + 16, '\0');
  UErrorCode status = U_ZERO_ERROR;
  const auto size =
      ucnv_convert(charset, "UTF-8", bytes.data(), static_cast<std::int32_t>(bytes.size()),
                   utf8.data(), static_cast<std::int32_t>(utf8.size()), &status);
  EXPECT_TRUE(U_SUCCESS(status)) << charset;
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

std::string cp949(std::string_view utf8) {
  return encode(utf8, "windows-949");
}

const char kProse[] = "라온시는 올해 예산안을 시의회에 냈다.\n복지 예산이 지난해보다 8% 늘었다.";

TEST(Charset, EveryKoreanLabelMeansWindows949) {
  const std::string bytes = cp949("똠방각하 햏자 펲시콜라 설명을 보았다");
  for (const char* label :
       {"euc-kr", "EUC-KR", "ks_c_5601-1987", "ksc5601", "KS_C_5601-1989", "korean", "cp949",
        "windows-949", "MS949", "x-windows-949", "ibm-949", "ibm-970", "uhc", "", "utf-8"}) {
    const DecodedText decoded = decode_text(bytes, label);
    EXPECT_EQ(decoded.text, "똠방각하 햏자 펲시콜라 설명을 보았다") << label;
    EXPECT_EQ(decoded.verdict.detected, "windows-949") << label;
    EXPECT_EQ(decoded.verdict.undecodable, 0u) << label;
    EXPECT_EQ(decoded.verdict.declared, label);
  }
}

TEST(Charset, BytesOverruleTheLabel) {
  struct Case {
    std::string bytes;
    const char* declared;
    const char* detected;
  };
  const Case cases[] = {
      {kProse, "euc-kr", "UTF-8"},
      {kProse, "", "UTF-8"},
      {kProse, "iso-8859-1", "UTF-8"},
      {cp949(kProse), "utf-8", "windows-949"},
      {cp949(kProse), "iso-8859-1", "windows-949"},
      {cp949(kProse), "windows-1252", "windows-949"},
      {cp949("가"), "", "windows-949"},
      {cp949("차량"), "euc-kr", "windows-949"},
      {"\xEF\xBB\xBF" + std::string(kProse), "euc-kr", "UTF-8"},
      {"\xEF\xBB\xBF" + cp949(kProse), "utf-8", "windows-949"},
      {"\xFF\xFE" + encode(kProse, "UTF-16LE"), "utf-8", "UTF-16LE"},
      {"\xFE\xFF" + encode(kProse, "UTF-16BE"), "", "UTF-16BE"},
      {encode(kProse, "UTF-16LE"), "", "UTF-16LE"},
      {encode(kProse, "UTF-16BE"), "", "UTF-16BE"},
  };
  for (const Case& c : cases) {
    const DecodedText decoded = decode_text(c.bytes, c.declared);
    EXPECT_EQ(decoded.verdict.detected, c.detected) << decoded.text;
    EXPECT_EQ(decoded.verdict.undecodable, 0u);
    EXPECT_FALSE(decoded.verdict.repaired);
    if (c.bytes.size() > 20) {
      EXPECT_EQ(decoded.text, kProse);
      EXPECT_GE(decoded.verdict.confidence, 0.8);
    }
  }
}

TEST(Charset, ShortTextsInCp949AreFound) {
  for (const char* text : {"가", "차량", "공지", "뉴스 12", "제목: 눈", "값 3,000원"}) {
    EXPECT_EQ(decode_text(cp949(text), "euc-kr").text, text);
  }
}

TEST(Charset, ForeignPagesKeepTheirDeclaredCharset) {
  const std::string japanese = "日本銀行は金融政策決定会合で追加の措置を決めました。";
  EXPECT_EQ(decode_text(encode(japanese, "Shift_JIS"), "Shift_JIS").text, japanese);
  const std::string french = "Le café a fermé à l'été, dit-il.";
  EXPECT_EQ(decode_text(encode(french, "windows-1252"), "iso-8859-1").text, french);
  EXPECT_EQ(decode_text(french, "").text, french);
  EXPECT_EQ(decode_text(french, "euc-kr").text, french);
}

TEST(Charset, DamageIsCountedAndTheRestIsKept) {
  std::string bytes = kProse;
  bytes.insert(bytes.find("올해"), "\xED\x95");
  bytes.resize(bytes.size() - 1);
  bytes += "\xEB";
  DecodedText decoded = decode_text(bytes, "utf-8");
  EXPECT_EQ(decoded.verdict.detected, "UTF-8");
  EXPECT_EQ(decoded.verdict.undecodable, 3u);
  EXPECT_EQ(decoded.text,
            "라온시는 \uFFFD올해 예산안을 시의회에 냈다.\n복지 예산이 지난해보다 8% 늘었다\uFFFD");

  bytes = cp949(kProse);
  bytes.insert(bytes.find(' ') + 1, "\xB0<b>");
  bytes += "\xB0";
  decoded = decode_text(bytes, "");
  EXPECT_EQ(decoded.verdict.detected, "windows-949");
  EXPECT_EQ(decoded.verdict.undecodable, 2u);
  EXPECT_TRUE(decoded.text.starts_with("라온시는 \uFFFD<b>올해")) << decoded.text;
}

TEST(Charset, ReplacementCharactersOfAnEarlierDecodingPassThrough) {
  const std::string text = "라온\uFFFD\uFFFD 예산안을 \uFFFD";
  const DecodedText decoded = decode_text(text, "utf-8");
  EXPECT_EQ(decoded.text, text);
  EXPECT_EQ(decoded.verdict.undecodable, 0u);
}

TEST(Charset, NulBytesAndCarriageReturnsGo) {
  const std::string_view bytes("가\r\n나\0다\r라\r\r\n", 18);
  EXPECT_EQ(decode_text(bytes).text, "가\n나다\n라\n\n");
  EXPECT_EQ(decode_text("").text, "");
}

TEST(Charset, KoreanReadAsWindows1252IsRestored) {
  const struct {
    const char* damaged;
    const char* restored;
  } cases[] = {
      {"´º½º·Î", "뉴스로"},
      {"<title>´º½º·Î º¸´Â ¼¼»ó</title>", "<title>뉴스로 보는 세상</title>"},
      {"뉴스 목록\n´º½º·Î\n끝", "뉴스 목록\n뉴스로\n끝"},
      {"¶ó¿Â½Ã´Â ¿ÃÇØ ¿¹»ê¾ÈÀ» ³Â´Ù.\n³¡", "라온시는 올해 예산안을 냈다.\n끝"},
      {"ë‰´ìŠ¤ë¡œ", "뉴스로"},
  };
  for (const auto& c : cases) {
    const DecodedText decoded = decode_text(c.damaged, "utf-8");
    EXPECT_EQ(decoded.text, c.restored);
    EXPECT_TRUE(decoded.verdict.repaired);
  }
}

TEST(Charset, WhatOnlyLooksMisreadStays) {
  for (const char* text :
       {"ÀÁÂÃÄÅÆÇÈÉÊËÌÍ", "목차 ················ 3", "Ärger über Öl und Übermut", "½½½½½½ ¼¼ ¾¾",
        "déjà vu, été, où", "°±²³´µ¶·¸¹º»¼½¾¿", "가격은 ±5%, 25°C·30°C", "»»»»»", "©®™ 2024"}) {
    const DecodedText decoded = decode_text(text, "utf-8");
    EXPECT_EQ(decoded.text, text);
    EXPECT_FALSE(decoded.verdict.repaired) << decoded.text;
  }
}

TEST(Charset, AForcedCharsetOverrulesEverything) {
  EXPECT_EQ(decode_text(cp949("가나"), "utf-8", "euc-kr").text, "가나");
  const DecodedText decoded = decode_text("가", "", "windows-1252");
  EXPECT_EQ(decoded.text, "ê°€");
  EXPECT_EQ(decoded.verdict.confidence, 1);
  EXPECT_THROW(decode_text("가", "", "no-such-charset"), UsageError);
}

TEST(Charset, HtmlDeclarationsAreFound) {
  const struct {
    const char* html;
    const char* charset;
  } cases[] = {
      {"<html><head><meta charset=utf-8>", "utf-8"},
      {"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=euc-kr'>", "euc-kr"},
      {"<meta content=\"text/html;charset=ks_c_5601-1987\" http-equiv=content-type />",
       "ks_c_5601-1987"},
      {"<meta charset = \"EUC-KR\"/>", "EUC-KR"},
      {"<!-- <meta charset=utf-8> --><meta charset='cp949'>", "cp949"},
      {"<?xml version=\"1.0\" encoding=\"euc-kr\"?><html>", "euc-kr"},
      {"<p>charset=utf-8</p>", ""},
      {"<meta name=charset content=x>", ""},
      {"", ""},
      {"<!-- <meta charset=utf-8>", ""},
  };
  for (const auto& c : cases) EXPECT_EQ(declared_html_charset(c.html), c.charset) << c.html;
}

TEST(Charset, NamesAreUtf8OrCp949) {
  EXPECT_EQ(decode_name("자료/뉴스.txt").text, "자료/뉴스.txt");
  EXPECT_EQ(decode_name(cp949("자료/사회/노인일자리_051.txt")).text,
            "자료/사회/노인일자리_051.txt");
  EXPECT_EQ(decode_name(cp949("차량")).text, "차량");
  EXPECT_EQ(decode_name("café.txt").text, "café.txt");
  EXPECT_EQ(decode_name("a/\xFF.txt").text, "a/\uFFFD.txt");
  EXPECT_EQ(decode_name("").text, "");
  const CharsetVerdict korean = decode_name(cp949("자료/사회/노인일자리")).verdict;
  EXPECT_EQ(korean.detected, "windows-949");
  EXPECT_GT(korean.confidence, 0.5);
  EXPECT_EQ(decode_name("a/\xFF.txt").verdict.undecodable, 1u);
}

// zip archives name their members in IBM 437 unless they say otherwise: unpackers take them at
// their word.
TEST(Charset, NamesThatAnUnpackerMisreadAreRestored) {
  const DecodedText name = decode_name("┴ñ─í/└τ╣· ╗τ╚╕.txt");
  EXPECT_EQ(name.text, "정치/재벌 사회.txt");
  EXPECT_TRUE(name.verdict.repaired);
  for (const char* good : {"═══ 목록.txt", "═══.txt", "école/naïve.txt", "Ñandú.txt", "αβγ.txt"}) {
    EXPECT_EQ(decode_name(good).text, good);
    EXPECT_FALSE(decode_name(good).verdict.repaired) << good;
  }
}

}  // namespace
}  // namespace sillok

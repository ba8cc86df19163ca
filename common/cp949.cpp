#include "common/cp949.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "common/include/sillok/error.h"

namespace sillok {
namespace {

// First bytes 0x81 to 0xFE, second bytes 0x41 to 0xFE; 0 where there is no character.
constexpr unsigned kFirstLead = 0x81;
constexpr unsigned kFirstTrail = 0x41;
constexpr unsigned kTrails = 0xFF - kFirstTrail;

constexpr char16_t kCommonSyllables[] =
    u"가각간감강같개거건검것게겠격결경계고공과관교구국군권규그근글금급기길까께나난날남"
    u"내너년노누는능니님다단달담답당대더던데도독돈돌동되된될두드든들등따때또라람래러런"
    u"렇려력련령로록론료루르른를리린립마막만많말망매며면명모목못무문물미민및바박반받발"
    u"방배버번벌범법변별병보복본부북분불비사산살상생서선설성세소속손송수술스습시식신실"
    u"심십아안않알았애야약양어억언엄업없었에여역연열였영예오올와외요용우운울원월위유육"
    u"으은을음의이인일임입있자작잘장재저적전절점접정제져조족종죄주준중증지직진질집차찰"
    u"참책처천청체초최추축출취치키타태택터토통투트특파판편평폐포폭표프피필하학한할함합"
    u"항해했행허험현협형호화확환활황회후희히힘뉴";

struct Table {
  std::array<char16_t, 126 * kTrails> characters{};
  std::array<bool, 0xD7A4 - 0xAC00> common{};

  char16_t at(unsigned lead, unsigned trail) const {
    if (lead < kFirstLead || lead > 0xFE || trail < kFirstTrail || trail > 0xFE) return 0;
    return characters[(lead - kFirstLead) * kTrails + trail - kFirstTrail];
  }
};

std::unique_ptr<Table> make_table() {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("windows-949", &status),
                                                               &ucnv_close);
  if (U_FAILURE(status)) throw Error("ICU has no windows-949 converter", "install ICU's data");
  auto table = std::make_unique<Table>();
  for (unsigned lead = kFirstLead; lead <= 0xFE; ++lead) {
    for (unsigned trail = kFirstTrail; trail <= 0xFE; ++trail) {
      const char pair[] = {static_cast<char>(lead), static_cast<char>(trail)};
      char16_t character[4];
      status = U_ZERO_ERROR;
      const auto size = ucnv_toUChars(converter.get(), character, 4, pair, 2, &status);
      if (U_FAILURE(status) || size != 1 || character[0] == 0xFFFD) continue;
      table->characters[(lead - kFirstLead) * kTrails + trail - kFirstTrail] = character[0];
    }
  }
  for (const char16_t* c = kCommonSyllables; *c; ++c) table->common[*c - 0xAC00] = true;
  return table;
}

const Table& table() {
  static const std::unique_ptr<Table> instance = make_table();
  return *instance;
}

std::size_t ascii_run(std::string_view bytes, std::size_t position) {
  std::size_t end = position;
  while (end + 8 <= bytes.size()) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + end, 8);
    if (word & 0x8080808080808080u) break;
    end += 8;
  }
  while (end < bytes.size() && static_cast<unsigned char>(bytes[end]) < 0x80) ++end;
  return end - position;
}

// The one walk over windows-949 bytes. Calls on_ascii(run), on_pair(character, trail byte) and
// on_error(byte count); the last two return whether to go on.
template <class OnAscii, class OnPair, class OnError>
void walk(std::string_view bytes, OnAscii on_ascii, OnPair on_pair, OnError on_error) {
  const Table& characters = table();
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) {
      const std::size_t run = ascii_run(bytes, i);
      on_ascii(bytes.substr(i, run));
      i += run;
      continue;
    }
    const bool cut = i + 1 == bytes.size();
    const auto trail = cut ? 0u : static_cast<unsigned char>(bytes[i + 1]);
    if (const char16_t character = characters.at(lead, trail)) {
      if (!on_pair(character, trail)) return;
      i += 2;
    } else {
      const std::size_t broken = lead == 0x80 || lead == 0xFF || trail < 0x80 ? 1 : 2;
      if (!on_error(broken)) return;
      i += broken;
    }
  }
}

}  // namespace

double KoreanCounts::plausibility() const {
  const std::size_t units = pairs + undecodable;
  return units == 0 ? 0 : static_cast<double>(common) / static_cast<double>(units);
}

bool is_common_syllable(char32_t character) {
  return character >= 0xAC00 && character <= 0xD7A3 && table().common[character - 0xAC00];
}

KoreanCounts count_korean(std::string_view bytes, std::size_t enough) {
  KoreanCounts counts;
  walk(
      bytes, [](std::string_view) {},
      [&](char16_t character, unsigned trail) {
        ++counts.pairs;
        counts.hangul += character >= 0xAC00 && character <= 0xD7A3;
        counts.common += is_common_syllable(character);
        counts.ascii_trail += trail < 0x80;
        return counts.pairs < enough;
      },
      [&](std::size_t broken) {
        counts.undecodable += broken;
        return counts.undecodable < enough;
      });
  return counts;
}

std::size_t decode_cp949(std::string_view bytes, std::string& text) {
  char block[4096];  // appending three bytes at a time is what would cost most
  std::size_t size = 0;
  std::size_t undecodable = 0;
  const auto flush = [&] {
    text.append(block, size);
    size = 0;
  };
  const auto put = [&](char16_t c) {
    if (size + 3 > sizeof block) flush();
    if (c < 0x800) {
      block[size++] = static_cast<char>(0xC0 | c >> 6);
    } else {
      block[size++] = static_cast<char>(0xE0 | c >> 12);
      block[size++] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    block[size++] = static_cast<char>(0x80 | (c & 0x3F));
  };
  text.reserve(text.size() + bytes.size() + bytes.size() / 2);
  walk(
      bytes,
      [&](std::string_view run) {
        if (size + run.size() > sizeof block) flush();
        if (run.size() > sizeof block) {
          text.append(run);
          return;
        }
        std::memcpy(block + size, run.data(), run.size());
        size += run.size();
      },
      [&](char16_t character, unsigned) {
        put(character);
        return true;
      },
      [&](std::size_t broken) {
        undecodable += broken;
        put(0xFFFD);
        return true;
      });
  flush();
  return undecodable;
}

}  // namespace sillok

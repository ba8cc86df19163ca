#include "searcher/cluster.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "common/cluster_file.h"
#include "common/text.h"
#include "sillok/error.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr unsigned kLastPort = 65535;
constexpr const char* kLineHint =
    "write the path of an index, or host:port of an xapian-tcpsrv, a line each";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// The line less its comment, which begins the line or stands behind white space.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool is_apart = i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t';
    if (line[i] == '#' && is_apart) return line.substr(0, i);
  }
  return line;
}

// What looks like "host:port": no directory, and digits behind the last colon.
struct HostAndPort {
  std::string_view host;
  std::string_view port;
};

std::optional<HostAndPort> split_host_and_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.find('/') != std::string_view::npos) return {};
  const std::string_view port = text.substr(colon + 1);
  if (port.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return HostAndPort{text.substr(0, colon), port};
}

// What is wrong with it as an address; empty when nothing is.
std::string problem_of(const HostAndPort& address, unsigned& port) {
  if (address.host.empty()) return "names no host before the \":\"";
  if (address.port.empty()) return "names no port behind the \":\"";
  const char* const end = address.port.data() + address.port.size();
  const auto [stop, status] = std::from_chars(address.port.data(), end, port);
  if (status != std::errc() || stop != end || port == 0 || port > kLastPort) {
    return "names a port that is not from 1 to 65535";
  }
  return {};
}

// "[::1]" as "::1".
std::string host_of(std::string_view text) {
  const bool is_bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  return std::string(is_bracketed ? text.substr(1, text.size() - 2) : text);
}

// Equal for two lines that name the same shard.
std::string identity_of(const ShardAddress& shard) {
  std::error_code ignored;
  const fs::path path = fs::weakly_canonical(shard.path, ignored);
  return shard.is_remote() || path.empty() ? shard.name() : path.string();
}

ShardAddress parse_line(std::string_view line, const std::string& directory,
                        const std::string& place) {
  ShardAddress shard;
  shard.place = place;
  const fs::path path = fs::path(directory) / line;
  std::error_code ignored;
  const auto address = split_host_and_port(line);
  if (!address || fs::exists(path, ignored)) {
    shard.path = path.string();
    return shard;
  }
  const std::string problem = problem_of(*address, shard.port);
  if (!problem.empty()) {
    throw InputError("cluster file " + place + ": \"" + std::string(line) + "\" " + problem,
                     kLineHint);
  }
  shard.host = host_of(address->host);
  return shard;
}

void refuse_repeats(const std::vector<ShardAddress>& shards) {
  std::vector<std::string> identities;
  for (const ShardAddress& shard : shards) {
    std::string identity = identity_of(shard);
    const auto known = std::ranges::find(identities, identity);
    if (known != identities.end()) {
      throw InputError("cluster file " + shard.place + ": " + shard.name() +
                           " is listed before, at " +
                           shards[static_cast<std::size_t>(known - identities.begin())].place,
                       "its articles would be found twice: remove one of the lines");
    }
    identities.push_back(std::move(identity));
  }
}

// Whether the text is a stub file of Xapian's, which it opens itself: "remote :ssh …", "auto …".
bool is_xapian_stub(std::string_view text) {
  constexpr std::array<std::string_view, 4> kTypes = {"auto ", "glass ", "remote ", "inmemory "};
  return std::ranges::any_of(kTypes, [&](std::string_view type) { return text.starts_with(type); });
}

std::vector<ShardAddress> read_cluster(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  text.resize(kMostBytes + 1);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad()) {
    throw IndexError("cluster file " + file.string() + ": cannot be read",
                     "check that it is a text file that you may read");
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kMostBytes || text.find('\0') != std::string::npos) {
    throw InputError(file.string() + ": is neither an index nor a cluster file",
                     "an index is a directory, a cluster file lists shards, a line each");
  }
  if (is_xapian_stub(text)) return {ShardAddress{file.string(), {}, 0, {}}};
  return parse_cluster(text, file.string(), file.parent_path().string());
}

std::vector<ShardAddress> shards_of(const std::string& name) {
  std::error_code ignored;
  const fs::file_status status = fs::status(name, ignored);
  ShardAddress shard;
  if (fs::is_directory(status)) {
    const fs::path cluster = fs::path(name) / kClusterFileName;
    if (fs::is_regular_file(cluster, ignored)) return read_cluster(cluster);
    shard.path = name;
    return {shard};
  }
  if (fs::exists(status)) return read_cluster(name);
  const auto address = split_host_and_port(name);
  if (!address || !problem_of(*address, shard.port).empty()) {
    throw IndexError("index " + name + ": does not exist", "make it with sillok-index -d " + name,
                     IndexProblem::missing);
  }
  shard.host = host_of(address->host);
  return {shard};
}

}  // namespace

std::string ShardAddress::name() const {
  if (!is_remote()) return path;
  const bool is_number = host.find(':') != std::string::npos;  // of IPv6
  return (is_number ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::vector<ShardAddress> parse_cluster(std::string_view text, const std::string& file,
                                        const std::string& directory) {
  std::vector<ShardAddress> shards;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = trimmed(without_comment(line));
    if (line.empty()) continue;
    const std::string place = file + ":" + std::to_string(number);
    if (to_valid_utf8(line) != line) {
      throw InputError("cluster file " + place + ": is not UTF-8", kLineHint);
    }
    shards.push_back(parse_line(line, directory, place));
  }
  if (shards.empty()) throw InputError("cluster file " + file + ": lists no shard", kLineHint);
  refuse_repeats(shards);
  return shards;
}

std::vector<ShardAddress> list_shards(const std::vector<std::string>& names) {
  std::vector<ShardAddress> shards;
  for (const std::string& name : names) {
    std::ranges::move(shards_of(name), std::back_inserter(shards));
  }
  return shards;
}

}  // namespace sillok

#include "common/cli/option_table.h"

#include <algorithm>
#include <vector>

#include "common/cli/catalogue.h"
#include "common/columns.h"

namespace sillok {
namespace {

namespace po = boost::program_options;

constexpr std::size_t kColumns = 80;

std::string option_label(const Option& option) {
  const std::string_view letter = short_name(option);
  std::string label = letter.empty() ? "    " : "-" + std::string(letter) + ", ";
  label.append("--").append(long_name(option));
  if (*option.value != '\0') label.append(" ").append(option.value);
  return label;
}

// The words of `text` in lines of at most `columns`, two columns a syllable.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    std::string& line = lines.back();
    if (!line.empty() && text_columns(line) + 1 + text_columns(word) > columns) {
      lines.emplace_back(word);
    } else {
      line.append(line.empty() ? "" : " ").append(word);
    }
  }
  return lines;
}

void append_entry(std::string& text, const std::string& label, const char* help,
                  std::size_t column) {
  std::string line = "  " + label;
  const std::size_t width = text_columns(line);
  if (width + 1 > column) {
    text.append(line).append("\n");
    line.assign(column, ' ');
  } else {
    line.append(column - width, ' ');
  }
  for (const std::string& part : wrapped(translated(help), kColumns - column)) {
    text.append(line).append(part).append("\n");
    line.assign(column, ' ');
  }
}

std::string usage_line(const Program& program) {
  return translated("usage:") + " " + program.name + " " + program.synopsis + "\n";
}

}  // namespace

std::string_view long_name(const Option& option) {
  const std::string_view name = option.name;
  return name.substr(0, name.find(','));
}

std::string_view short_name(const Option& option) {
  const std::string_view name = option.name;
  const std::size_t comma = name.find(',');
  return comma == std::string_view::npos ? std::string_view() : name.substr(comma + 1);
}

po::options_description describe_options(const Program& program) {
  po::options_description description;
  for (const OptionGroup& group : program.groups) {
    for (const Option& option : group.options) {
      if (*option.value == '\0') {
        description.add_options()(option.name, option.help);
      } else {
        description.add_options()(option.name, po::value<std::vector<std::string>>()->composing(),
                                  option.help);
      }
    }
  }
  return description;
}

std::string short_help(const Program& program) {
  constexpr std::size_t kColumn = 24;
  std::string text = usage_line(program) + "\n";
  for (const OptionGroup& group : program.groups) {
    for (const Option& option : group.options) {
      if (option.everyday) append_entry(text, option_label(option), option.help, kColumn);
    }
  }
  text += "\n";
  for (const char* line : program.quick) text += translated(line) + "\n";
  return text;
}

std::string whole_help(const Program& program) {
  constexpr std::size_t kColumn = 28;
  std::string text = usage_line(program);
  for (const OptionGroup& group : program.groups) {
    text += "\n" + translated(group.title) + "\n";
    for (const Option& option : group.options) {
      append_entry(text, option_label(option), option.help, kColumn);
    }
  }
  const auto append_list = [&text](const char* title, std::span<const Explained> list) {
    text += "\n" + translated(title) + "\n";
    for (const auto& [name, help] : list) append_entry(text, name, help, kColumn);
  };
  text += "\n" + translated("Examples") + "\n";
  for (const auto& [command, help] : program.examples) {
    text += "  " + std::string(command) + "\n      " + translated(help) + "\n";
  }
  append_list("Exit status", program.exit_status);
  append_list("Environment", program.environment);
  return text;
}

}  // namespace sillok

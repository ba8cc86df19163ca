// Manuals and completions from the table of options.
#include <sillok/error.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/cli/catalogue.h"
#include "common/cli/option_table.h"

namespace sillok {
namespace {

bool is_path(std::string_view value) {
  return value == "FILE" || value == "INDEX" || value == "DUMP";
}

template <typename Visit>
void for_each_option(const Program& program, Visit visit) {
  for (const OptionGroup& group : program.groups) {
    for (const Option& option : group.options) visit(option);
  }
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// Text of a manual: troff's own characters stand for themselves.
std::string roff(std::string_view text) {
  std::string out = replaced(replaced(std::string(text), "\\", "\\e"), "-", "\\-");
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string roff_translated(const char* text) {
  return roff(translated(text));
}

std::string man_option(const Option& option) {
  std::string text = ".TP\n";
  const std::string_view letter = short_name(option);
  if (!letter.empty()) text += "\\fB\\-" + std::string(letter) + "\\fR, ";
  text += "\\fB\\-\\-" + roff(long_name(option)) + "\\fR";
  if (*option.value != '\0') text += " \\fI" + roff(option.value) + "\\fR";
  return text + "\n" + roff_translated(option.help) + "\n";
}

void append_list(std::string& text, const char* title, std::span<const Explained> list) {
  if (list.empty()) return;
  text += ".SH " + roff_translated(title) + "\n";
  for (const auto& [name, help] : list) {
    text += ".TP\n\\fB" + roff(name) + "\\fR\n" + roff_translated(help) + "\n";
  }
}

std::string man_page(const Program& program) {
  std::string text = ".TH " + std::string(program.name) +
                     " 1 \"\" \"Sillok " SILLOK_VERSION "\" \"" + translated("User Commands") +
                     "\"\n";
  text += ".SH " + roff_translated("NAME") + "\n" + roff(program.name) + " \\- " +
          roff_translated(program.summary) + "\n";
  text += ".SH " + roff_translated("SYNOPSIS") + "\n\\fB" + roff(program.name) + "\\fR " +
          roff(program.synopsis) + "\n";
  text += ".SH " + roff_translated("DESCRIPTION") + "\n";
  for (const char* paragraph : program.description) {
    text += ".PP\n" + roff_translated(paragraph) + "\n";
  }
  text += ".SH " + roff_translated("OPTIONS") + "\n";
  for (const OptionGroup& group : program.groups) {
    text += ".SS " + roff_translated(group.title) + "\n";
    for (const Option& option : group.options) text += man_option(option);
  }
  text += ".SH " + roff_translated("Examples") + "\n";
  for (const auto& [command, help] : program.examples) {
    text += ".PP\n" + roff_translated(help) + "\n.PP\n.nf\n.RS\n" + roff(command) + "\n.RE\n.fi\n";
  }
  append_list(text, "Exit status", program.exit_status);
  append_list(text, "Environment", program.environment);
  return text + ".SH " + roff_translated("SEE ALSO") + "\n" + roff(program.see_also) + "\n";
}

// A shell's word between single quotes.
std::string quoted(std::string_view text) {
  return "'" + replaced(std::string(text), "'", "'\\''") + "'";
}

std::string function_name(const Program& program) {
  return "_" + replaced(program.name, "-", "_");
}

std::string bash_case(const Option& option) {
  std::string names = "    --" + std::string(long_name(option));
  if (!short_name(option).empty()) names += "|-" + std::string(short_name(option));
  names += ") ";
  if (*option.choices != '\0') {
    return names + "COMPREPLY=($(compgen -W " + quoted(option.choices) +
           " -- \"$cur\")); return ;;\n";
  }
  if (option.value == std::string_view("INDEX")) {
    return names + "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$cur\")); return ;;\n";
  }
  if (is_path(option.value)) {
    return names + "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
  }
  return names + "return ;;\n";
}

std::string bash_completion(const Program& program) {
  std::string cases;
  std::string options;
  for_each_option(program, [&](const Option& option) {
    if (*option.value != '\0') cases += bash_case(option);
    options += (options.empty() ? "--" : " --") + std::string(long_name(option));
  });
  std::string operands = "  compopt -o filenames; COMPREPLY=($(compgen -f -- \"$cur\"))\n";
  if (!is_path(program.operand)) {
    operands = "  compopt -o nospace; COMPREPLY=($(compgen -W '";
    for (const char* word : program.query_words) operands += std::string(word) + " ";
    operands += "' -- \"$cur\"))\n";
  }
  const std::string function = function_name(program);
  return "# bash completion for " + std::string(program.name) + "\n" + function + "() {\n" +
         "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  COMPREPLY=()\n"
         "  # --match=a comes as three words\n"
         "  if [[ $cur == = ]]; then cur=; elif [[ $prev == = ]]; then "
         "prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
         "  case $prev in\n" +
         cases + "  esac\n  if [[ $cur == -* ]]; then\n    COMPREPLY=($(compgen -W " +
         quoted(options) + " -- \"$cur\"))\n    return\n  fi\n" + operands + "}\ncomplete -F " +
         function + " " + program.name + "\n";
}

// Text inside a bracket or behind a colon of _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_option(const Option& option) {
  std::string value;
  if (*option.value != '\0') {
    value = ":" + zsh_text(option.value) + ":";
    if (*option.choices != '\0') {
      value += "(" + std::string(option.choices) + ")";
    } else if (option.value == std::string_view("INDEX")) {
      value += "_files -/";
    } else if (is_path(option.value)) {
      value += "_files";
    }
  }
  const std::string help = "[" + zsh_text(translated(option.help)) + "]" + value;
  const std::string assign = *option.value == '\0' ? "" : "=";
  std::string lines = "    " + quoted("*--" + std::string(long_name(option)) + assign + help);
  const std::string_view letter = short_name(option);
  if (!letter.empty()) {
    const std::string attached = assign.empty() ? "" : "+";
    lines += " \\\n    " + quoted("*-" + std::string(letter) + attached + help);
  }
  return lines + " \\\n";
}

std::string zsh_completion(const Program& program) {
  std::string text = "#compdef " + std::string(program.name) + "\n_arguments -s -S \\\n";
  for_each_option(program, [&](const Option& option) { text += zsh_option(option); });
  if (is_path(program.operand)) return text + "    '*:" + program.operand + ":_files'\n";
  std::string words;
  for (const char* word : program.query_words) words += zsh_text(word) + " ";
  return text + "    '*:" + program.operand + ":(" + words + ")'\n";
}

std::string fish_completion(const Program& program) {
  const std::string begin = "complete -c " + std::string(program.name);
  std::string text = is_path(program.operand) ? "" : begin + " -f\n";
  for_each_option(program, [&](const Option& option) {
    text += begin + " -l " + std::string(long_name(option));
    if (!short_name(option).empty()) text += " -s " + std::string(short_name(option));
    if (*option.choices != '\0') {
      text += " -x -a " + quoted(option.choices);
    } else if (is_path(option.value)) {
      text += " -r -F";
    } else if (*option.value != '\0') {
      text += " -x";
    }
    text += " -d " + quoted(translated(option.help)) + "\n";
  });
  for (const char* word : program.query_words) text += begin + " -a " + quoted(word) + "\n";
  return text;
}

}  // namespace

std::string generate(const Program& program, std::string_view what) {
  if (what == "man") return man_page(program);
  if (what == "bash") return bash_completion(program);
  if (what == "zsh") return zsh_completion(program);
  if (what == "fish") return fish_completion(program);
  throw UsageError("--generate: \"" + std::string(what) + "\" is not one of its values",
                   "known are man, bash, zsh, fish");
}

}  // namespace sillok

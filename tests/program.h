// Runs a program as a user's shell does, and keeps what it printed. Used by the tests of the
// command lines.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace sillok {

struct ProgramResult {
  int status = 0;  // the exit status, or 128 and the signal
  std::string out;
  std::string err;
};

struct ProgramInput {
  std::string text;                                              // standard input
  std::vector<std::pair<std::string, std::string>> environment;  // added; an empty value removes
  bool with_closed_output = false;                               // nobody reads standard output
};

namespace program_detail {

inline std::string contents(std::FILE* file) {
  std::rewind(file);
  std::string text;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  std::fclose(file);
  return text;
}

[[noreturn]] inline void execute(const std::string& program,
                                 const std::vector<std::string>& arguments,
                                 const ProgramInput& input) {
  for (const auto& [name, value] : input.environment) {
    if (value.empty()) {
      unsetenv(name.c_str());
    } else {
      setenv(name.c_str(), value.c_str(), 1);
    }
  }
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace program_detail

inline ProgramResult run_program(const std::string& program,
                                 const std::vector<std::string>& arguments,
                                 const ProgramInput& input = {}) {
  std::FILE* in = std::tmpfile();
  std::FILE* out = std::tmpfile();
  std::FILE* err = std::tmpfile();
  if (in == nullptr || out == nullptr || err == nullptr) throw std::runtime_error("tmpfile");
  std::fwrite(input.text.data(), 1, input.text.size(), in);
  std::rewind(in);
  int closed[2];
  if (pipe(closed) != 0) throw std::runtime_error("pipe");
  const pid_t child = fork();
  if (child == 0) {
    close(closed[0]);
    dup2(fileno(in), STDIN_FILENO);
    dup2(input.with_closed_output ? closed[1] : fileno(out), STDOUT_FILENO);
    dup2(fileno(err), STDERR_FILENO);
    close(closed[1]);
    program_detail::execute(program, arguments, input);
  }
  close(closed[0]);
  close(closed[1]);
  int status = 0;
  waitpid(child, &status, 0);
  std::fclose(in);
  ProgramResult result;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = program_detail::contents(out);
  result.err = program_detail::contents(err);
  return result;
}

}  // namespace sillok

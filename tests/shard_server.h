// An index served by xapian-tcpsrv on loopback, for tests of remote shards.
#pragma once

#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace sillok {

// Runs until it is destroyed, or the test ends in whatever way.
class ShardServer {
 public:
  explicit ShardServer(const std::string& index, unsigned port = 0)
      : port_(port == 0 ? free_port() : port) {
    int output[2];
    if (pipe(output) != 0) throw std::runtime_error("pipe");
    process_ = fork();
    if (process_ == 0) {
      setpgid(0, 0);
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(output[1], STDOUT_FILENO);
      dup2(output[1], STDERR_FILENO);
      execlp("xapian-tcpsrv", "xapian-tcpsrv", "--interface", "127.0.0.1", "--port",
             std::to_string(port_).c_str(), index.c_str(), nullptr);
      _exit(127);
    }
    close(output[1]);
    setpgid(process_, process_);
    output_ = fdopen(output[0], "r");
    wait_until_it_listens();
  }
  ~ShardServer() { stop(); }
  ShardServer(const ShardServer&) = delete;
  ShardServer& operator=(const ShardServer&) = delete;

  unsigned port() const { return port_; }
  std::string name() const { return "127.0.0.1:" + std::to_string(port_); }

  // Ends the server and its connections.
  void stop() {
    if (process_ <= 0) return;
    killpg(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
    if (output_ != nullptr) std::fclose(output_);
  }

  // Connections are taken, but nothing is ever answered.
  void hang() { killpg(process_, SIGSTOP); }

 private:
  static unsigned free_port() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool is_bound = bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                          getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(probe);
    if (!is_bound) throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
  }

  void wait_until_it_listens() {
    char line[512];
    while (std::fgets(line, sizeof line, output_) != nullptr) {
      if (std::string(line).starts_with("Listening")) return;
    }
    throw std::runtime_error("xapian-tcpsrv does not run (package xapian-tools)");
  }

  unsigned port_;
  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
};

}  // namespace sillok

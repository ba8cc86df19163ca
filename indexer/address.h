// Addresses of board pages: which board and document they name, and how mirrors keep them as file
// names. Used by the HTML reader and by whoever reads records with an address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sillok {

struct BoardAddress {
  std::string board;  // may be empty where the address names only a document
  std::string id;

  bool operator==(const BoardAddress&) const = default;
};

// The document that an address names: XE and Rhymix (/mid/srl, /srl, index.php?document_srl=),
// gnuboard (board.php?bo_table=&wr_id=, /table/id), Zeroboard (view.php?id=&no=), KBoard
// (?mod=document&uid=), KimsQ (?m=bbs&bid=&uid=, /b/bid/uid), the usual keys of news sites and of
// other boards, and a number that ends the path. Parameters may stand in any order. Also takes
// relative references and file names of mirrors (board.php@bo_table=news&wr_id=12.html); a bare
// name such as 12.html names nothing. nullopt for lists, pages of lists, forms, dates in paths.
std::optional<BoardAddress> parse_board_address(std::string_view address);

// The document that a link changes, votes for or answers (write.php?w=u&bo_table=&wr_id=,
// vote.php?id=&no=, act=dispBoardDelete): on a read page that is the page's own.
std::optional<BoardAddress> parse_action_address(std::string_view address);

// The address that a mirror's file name stands for, from the component that looks like a host:
// "m.zip!old.example.kr/bbs/board.php@bo_table=news&wr_id=12.html" gives
// "http://old.example.kr/bbs/board.php?bo_table=news&wr_id=12". Without a host, a name that holds
// parameters comes back as a relative reference. Empty when the name tells nothing.
std::string mirror_address(std::string_view place);

// `reference` as seen on the page `base`; empty when that is not an http(s) address (javascript:,
// mailto:, a relative reference without a base).
std::string resolve_address(std::string_view base, std::string_view reference);

// One spelling for the many addresses of a post: no fragment, and only the parameters that name
// the document where those are known ("page=3" goes).
std::string canonical_address(std::string_view address);

// The host of an http(s) address, lower case, without port; empty for others.
std::string address_host(std::string_view address);

}  // namespace sillok

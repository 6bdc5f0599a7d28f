/**
 * Which functions a first chart can do without. A function that only these call goes with them;
 * one that is not named here stays in the first piece, so a new name costs bytes and nothing
 * else. Whatever leads to one of them asks `web::late` first, or the shell waits for the piece.
 */

/** Modules and functions, with all that is in them. */
const PATHS = [
  // Documents: `toSvg`, `toPng`, `toCsv` and `renderSvg` of the shell wait.
  'web::documents', 'web::canvas::png', 'web::api::to_png', 'web::api::subject', 'paint::svg', 'paint::picture', 'frame::csv', 'chart::frame',
  // The inspector: `Widget::ask_to_inspect` waits.
  'web::view::inspector::fill_section', 'web::view::inspector::copy_report',
  // Tables: `Widget::configured` waits where a widget shows no chart.
  'frame::table::table',
  // An earlier period: `Widget::configured` waits where there is one.
  'run::compare::align::combined', 'run::compare::align::on_partners', 'run::compare::requests', 'run::compare::shift', 'run::compare::earlier_other',
  // More than ten groups: `Widget::configured` waits.
  'run::groups::groups_plan', 'run::groups::filter', 'run::groups::key',
  // What an earlier instance showed, and kept answers: written by the first piece, read by the late one.
  'decode::binary::read',
  // The browser's database and what stands in it: `late::when_here` around each use.
  'web::storage::database', 'web::storage::page_store', 'web::storage::responses', 'web::storage::strings', 'web::storage::opened::store', 'web::storage::opened::lasting_store',
  'web::storage::string_index::record', 'web::storage::string_index::record_colors', 'web::storage::string_index::write_colors', 'web::storage::string_index::write_used',
  'web::storage::string_index::go_through', 'web::storage::string_index::read_all', 'web::storage::string_index::id_of',
  'web::storage::response_cache::read_stored', 'web::storage::response_cache::write_stored', 'web::storage::response_cache::forget_stored',
  'web::widget::split::reading', 'web::net::dashboard_writer::write_all', 'web::net::dashboard_writer::write', 'web::api::clear_store',
  'indexer::recording', 'indexer::results', 'indexer::keys', 'indexer::database', 'store', 'idb', 'tokio::sync::oneshot',
];

/** Methods, which stand under their type. */
const METHODS = [
  '<~inspector::report::Report>::new', '<~inspector::report::Report>::to_text', '<~run::groups::Group>', '<~run::groups::pages::Pages>::of',
  '<~run::compare::align::Terms>::compare', '<~decode::binary::BinaryReader>', '<~web::widget::Widget>::inspect', '<~web::widget::Widget>::subject', '<~web::view::number::NumberBox>::fill',
  '<~web::view::table::TableBox>::fill', '<~web::view::table::TableBox>::new::{closure#0}',
];

/** Exports, which the bindings' generator names for JavaScript. */
const EXPORTS = ['renderSvg', 'toSvg', 'toPng', 'toCsv', 'clearStore'];

const PATH = new RegExp(`^(?:${PATHS.join('|')})(?:::|$)`);

/** @param {string} name of the mangling scheme v0, made readable */
export function isLate(name) {
  // The hashes of crates change with the compiler.
  const plain = name.replaceAll(/\[[0-9a-f]+\]/g, '').replaceAll('events_stats_widget::', '~');
  // Whoever drops a widget may drop what it never used.
  if (plain.startsWith('core::ptr::drop_in_place::')) return false;
  if (EXPORTS.includes(plain)) return true;
  if (METHODS.some((method) => plain === method || plain.startsWith(`${method}::`))) return true;
  // Functions of ours and methods of our types, and what is made of their closures; a container of our values may be anybody's.
  const own = /^[<&]*~((?:[a-z_0-9]+::)*[a-z_0-9]+)/.exec(plain) ?? /~((?:[a-z_0-9]+::)*[a-z_0-9]+)::\{closure/.exec(plain);
  const path = own?.[1] ?? /^[<&]*((?:idb|tokio)(?:::[a-z_0-9]+)*)/.exec(plain)?.[1];
  return path !== undefined && PATH.test(path);
}

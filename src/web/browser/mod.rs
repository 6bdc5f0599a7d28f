//! What a browser gives to any page: elements, observers, languages and zones, colours, and its
//! global functions, each as a value or a call that cannot throw.

pub mod css_colors;
pub mod dom;
pub mod globals;
pub mod intl;
pub mod observers;

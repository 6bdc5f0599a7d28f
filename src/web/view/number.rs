//! One number, as large as its box allows, and how it has changed.

use super::change::{self, Shown};
use super::on_demand::OnDemand;
use crate::error::Error;
use crate::format::{self, Labels};
use crate::frame::BigNumber;
use crate::messages::MessageKey;
use crate::paint::{self, SPARKLINE_BOX};
use crate::web::browser::dom;
use web_sys::{Element, HtmlElement};

/// Longer figures than this, in characters, are shortened (`12.3M`).
const LONGEST_FIGURE: usize = 11;

pub(super) struct NumberBox {
    root: HtmlElement,
    figure: HtmlElement,
    level: HtmlElement,
    against: HtmlElement,
    change: HtmlElement,
    earlier: HtmlElement,
    sparkline: OnDemand<SparklineBox>,
}

struct SparklineBox {
    root: Element,
    /// The area, and the line over it.
    paths: [Element; 2],
}

impl NumberBox {
    pub(super) fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let number = Self {
            root: dom::create("div", "number", "number")?,
            figure: dom::create("p", "figure", "")?,
            level: dom::create("p", "level", "")?,
            against: dom::create("p", "against", "")?,
            change: change::create()?,
            earlier: dom::create("span", "earlier", "")?,
            sparkline: OnDemand::default(),
        };
        dom::append(&number.against, &number.change)?;
        dom::append(&number.against, &number.earlier)?;
        dom::append(&number.root, &number.figure)?;
        dom::set(&number.level, "role", "status");
        dom::append(&number.root, &number.level)?;
        dom::append(&number.root, &number.against)?;
        number.root.set_hidden(true);
        dom::append(parent, &number.root)?;
        Ok(number)
    }

    /// Shows the number, or goes away.
    pub(super) fn show(
        &mut self,
        number: Option<&BigNumber>,
        labels: &dyn Labels,
    ) -> Result<(), Error> {
        self.root.set_hidden(number.is_none());
        let Some(number) = number else {
            return Ok(());
        };
        self.fill(number, labels);
        let paths = paint::sparkline(&number.sparkline);
        let root = &self.root;
        let make = || SparklineBox::new(root);
        if let Some(shown) = self.sparkline.made_if(paths.is_some(), make)? {
            shown.show(paths);
        }
        Ok(())
    }

    #[inline(never)]
    fn fill(&self, number: &BigNumber, labels: &dyn Labels) {
        let exact = |value: f64| format::tooltip(value, number.unit, labels.numbers());
        let whole = number.exact(labels);
        let figure = match number.value {
            Some(value) if whole.chars().count() > LONGEST_FIGURE => {
                format::axis(value, number.unit, labels.numbers())
            }
            _ => whole.clone(),
        };
        dom::text(&self.figure, &figure);
        dom::toggle(&self.figure, "data-text", number.value.is_none());
        dom::set(&self.figure, "title", &format!("{}: {whole}", number.name));
        self.level.set_hidden(number.level.is_none());
        let (name, word) = match number.level {
            Some(level) => (level.name(), labels.messages().text(level.word())),
            None => ("", ""),
        };
        dom::set(&self.level, "data-level", name);
        dom::text(&self.level, word);
        // The styles scale the figure to its box by how long it is.
        let length = figure.chars().count().max(3);
        dom::style(&self.root, "--_length", &length.to_string());
        let text = number
            .change
            .map(|change| format::change(&change.delta, number.unit, labels.numbers()));
        self.against.set_hidden(text.is_none());
        let sense = number.change.map(|change| change.sense());
        change::fill(
            &self.change,
            text.as_ref()
                .zip(sense)
                .map(|(text, sense)| Shown { text, sense }),
            labels.messages(),
        );
        let before = number.change.map(|change| exact(change.earlier));
        let before = before.map_or(String::new(), |before| {
            labels
                .messages()
                .filled(MessageKey::From, &[("value", &before)])
        });
        dom::text(&self.earlier, &before);
    }
}

impl SparklineBox {
    fn new(parent: &HtmlElement) -> Result<Self, Error> {
        let root = dom::create_svg("svg")?;
        for (name, value) in [
            ("class", "sparkline"),
            ("viewBox", SPARKLINE_BOX),
            ("preserveAspectRatio", "none"),
            // The number says what there is to say.
            ("aria-hidden", "true"),
        ] {
            dom::set(&root, name, value);
        }
        let paths = [dom::create_svg("path")?, dom::create_svg("path")?];
        for path in &paths {
            dom::append(&root, path)?;
        }
        dom::append(parent, &root)?;
        Ok(Self { root, paths })
    }

    fn show(&self, paths: Option<[String; 2]>) {
        dom::toggle(&self.root, "hidden", paths.is_none());
        for (element, path) in self.paths.iter().zip(paths.unwrap_or_default()) {
            dom::set(element, "d", &path);
        }
    }
}

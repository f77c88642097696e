//! The platforms: a handful, by ordinal.

/// The most platforms that a data set holds: ordinals have 16 bits.
pub(crate) const MOST: usize = u16::MAX as usize;

/// Platforms by ordinal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Platforms {
    ids: Vec<i32>,
    names: Vec<String>,
}

impl Platforms {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn id(&self, platform: u16) -> i32 {
        self.ids[usize::from(platform)]
    }

    pub(crate) fn name(&self, platform: u16) -> &str {
        &self.names[usize::from(platform)]
    }

    /// The names, in the order of ordinals.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The ordinals, by id.
    pub(crate) fn by_id_order(&self) -> Vec<u16> {
        let all = 0..u16::try_from(self.len()).unwrap_or(u16::MAX);
        let mut all: Vec<u16> = all.collect();
        all.sort_unstable_by_key(|platform| self.id(*platform));
        all
    }

    pub(crate) fn by_id(&self, id: i32) -> Option<u16> {
        place(self.ids.iter().position(|other| *other == id))
    }

    pub(crate) fn by_name(&self, name: &str) -> Option<u16> {
        place(self.names.iter().position(|other| other == name))
    }

    /// The id after all that are there.
    pub(crate) fn next_id(&self) -> Option<i32> {
        self.ids.iter().max().copied().unwrap_or(0).checked_add(1)
    }

    /// Appends a platform; `None` where there are too many.
    pub(crate) fn push(&mut self, id: i32, name: &str) -> Option<u16> {
        if self.len() == MOST {
            return None;
        }
        self.ids.push(id);
        self.names.push(name.to_owned());
        place(Some(self.len() - 1))
    }

    pub(crate) fn memory(&self) -> usize {
        self.ids.capacity() * 4 + self.names.iter().map(|name| name.len() + 24).sum::<usize>()
    }
}

fn place(found: Option<usize>) -> Option<u16> {
    found.and_then(|place| u16::try_from(place).ok())
}

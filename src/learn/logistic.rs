//! Logistic regression with an L1 penalty, on sparse binary features.
//!
//! Cyclic coordinate descent with one Newton step and a line search a
//! coordinate, after Yuan, Chang, Hsieh and Lin, "A comparison of optimization
//! methods and software for large-scale L1-regularized linear classification",
//! JMLR 11 (2010), section 4. Minimises Σ|w| + C Σ log(1 + exp(−y wx)).

/// Cases as rows of feature ids, with their labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Cases {
    rows: Vec<u32>,
    starts: Vec<u32>,
    labels: Vec<bool>,
    /// One past the largest feature id.
    features: usize,
}

impl Cases {
    /// Adds a case; a feature counts once however often it is given.
    pub(super) fn add(&mut self, mut features: Vec<u32>, label: bool) {
        features.sort_unstable();
        features.dedup();
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.features = self.features.max(features.last().map_or(0, |&f| f as usize + 1));
        self.rows.extend(features);
        self.starts.push(self.rows.len() as u32);
        self.labels.push(label);
    }

    /// Those cases that `take` wants.
    pub(super) fn only(&self, take: impl Fn(usize) -> bool) -> Self {
        let mut only = Self::default();
        for case in (0..self.len()).filter(|&case| take(case)) {
            only.add(self.row(case).to_vec(), self.labels[case]);
        }
        only.features = self.features;
        only
    }

    /// Number of cases.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The features of case `i`.
    pub(super) fn row(&self, i: usize) -> &[u32] {
        &self.rows[self.starts[i] as usize..self.starts[i + 1] as usize]
    }

    /// For each feature, its cases.
    fn columns(&self) -> (Vec<u32>, Vec<u32>) {
        let mut starts = vec![0_u32; self.features + 1];
        for &feature in &self.rows {
            starts[feature as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut cases = vec![0_u32; self.rows.len()];
        for case in 0..self.len() {
            for &feature in self.row(case) {
                let place = &mut next[feature as usize];
                cases[*place as usize] = case as u32;
                *place += 1;
            }
        }
        (starts, cases)
    }
}

/// Weights by feature id, the bias, and how many cases have each feature.
#[derive(Clone, Debug, Default)]
pub(super) struct Fitted {
    pub(super) weights: Vec<f32>,
    pub(super) bias: f32,
    pub(super) counts: Vec<u32>,
}

impl Fitted {
    /// The log-odds of a case.
    pub(super) fn log_odds(&self, row: &[u32]) -> f32 {
        self.bias + row.iter().map(|&f| self.weights[f as usize]).sum::<f32>()
    }

    /// Log-odds `slope` times as large, and `shift` higher.
    pub(super) fn scaled(mut self, slope: f32, shift: f32) -> Self {
        self.weights.iter_mut().for_each(|weight| *weight *= slope);
        self.bias = slope * self.bias + shift;
        self
    }
}

/// Fits weights; `c` is the cost of an error against the penalty. Features in
/// fewer than `rare` cases are left out.
pub(super) fn fit(cases: &Cases, c: f64, rare: u32, sweeps: usize) -> Fitted {
    let (starts, by_feature) = cases.columns();
    let n = cases.len();
    let sign: Vec<f64> = cases.labels.iter().map(|&l| if l { 1.0 } else { -1.0 }).collect();
    let mut margins = vec![0.0_f64; n];
    let mut weights = vec![0.0_f64; cases.features];
    let mut bias = 0.0_f64;
    let all: Vec<u32> = (0..n as u32).collect();
    let mut still = vec![0_u8; cases.features];
    for sweep in 0..sweeps {
        step(&all, &sign, &mut margins, &mut bias, c, 0.0);
        for feature in 0..cases.features {
            let column = &by_feature[starts[feature] as usize..starts[feature + 1] as usize];
            // A weight that stayed zero three times is tried again every fifth sweep.
            if (column.len() as u32) < rare || (still[feature] >= 3 && sweep % 5 != 0) {
                continue;
            }
            step(column, &sign, &mut margins, &mut weights[feature], c, 1.0);
            still[feature] =
                if weights[feature] == 0.0 { still[feature].saturating_add(1) } else { 0 };
        }
    }
    Fitted {
        weights: weights.iter().map(|&w| w as f32).collect(),
        bias: bias as f32,
        counts: (0..cases.features).map(|f| starts[f + 1] - starts[f]).collect(),
    }
}

/// One coordinate's Newton step with line search.
fn step(column: &[u32], sign: &[f64], margins: &mut [f64], weight: &mut f64, c: f64, penalty: f64) {
    let (mut gradient, mut curvature) = (0.0, 1e-9);
    for &case in column {
        let case = case as usize;
        let p = 1.0 / (1.0 + (sign[case] * margins[case]).exp());
        gradient -= c * sign[case] * p;
        curvature += c * p * (1.0 - p);
    }
    let w = *weight;
    let mut d = if gradient + penalty <= curvature * w {
        -(gradient + penalty) / curvature
    } else if gradient - penalty >= curvature * w {
        -(gradient - penalty) / curvature
    } else {
        -w
    };
    if d.abs() < 1e-7 {
        return;
    }
    d = d.clamp(-5.0, 5.0);
    let expected = gradient * d + penalty * ((w + d).abs() - w.abs());
    let mut size = 1.0;
    // 12 halvings: a step of d/4096 changes nothing that prints.
    for _ in 0..12 {
        let change = c * loss_change(column, sign, margins, size * d)
            + penalty * ((w + size * d).abs() - w.abs());
        if change <= 0.01 * size * expected {
            for &case in column {
                margins[case as usize] += size * d;
            }
            *weight = w + size * d;
            return;
        }
        size *= 0.5;
    }
}

/// How the summed loss changes when the margins of `column` rise by `d`.
fn loss_change(column: &[u32], sign: &[f64], margins: &[f64], d: f64) -> f64 {
    let loss = |z: f64| if z > 0.0 { (-z).exp().ln_1p() } else { z.exp().ln_1p() - z };
    column
        .iter()
        .map(|&case| {
            let (s, m) = (sign[case as usize], margins[case as usize]);
            loss(s * (m + d)) - loss(s * m)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telling_feature_gets_its_weight_and_noise_none() {
        let mut cases = Cases::default();
        for i in 0..200_u32 {
            cases.add(vec![i % 2, 2 + i % 3], i % 2 == 0);
        }
        let fitted = fit(&cases, 1.0, 1, 20);
        assert!(fitted.weights[0] > 1.0 && fitted.weights[1] < -0.5, "{:?}", fitted.weights);
        assert!(fitted.weights[2..].iter().all(|w| w.abs() < 0.1), "{:?}", fitted.weights);
    }
}

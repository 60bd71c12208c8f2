/**
 * What every development contains word for word: the layer as a quotient of sums over the keys, and its error with
 * weights relative to any one key, `w_v = exp(R(v − m)(x − (v + m)/2))`, proved once for a list of keys.
 */
export const QUOTIENT = `(* The attention layer: scores R (v x - v^2 / 2), their softmax, the mean of the values f v. *)
Definition score (v x : R) : R := temperature * (v * x - v ^ 2 / 2).

Fixpoint total (g : R -> R) (l : list R) : R :=
  match l with
  | nil => 0
  | v :: rest => g v + total g rest
  end.

Definition A (x : R) : R :=
  total (fun v => exp (score v x) * f v) keys / total (fun v => exp (score v x)) keys.`;

export const LAWS = `(* Sums over keys. *)
Lemma total_exp_positive :
  forall (s : R -> R) (l : list R), l <> nil -> 0 < total (fun v => exp (s v)) l.
Proof.
  intros s l H. destruct l as [|v l]; [congruence|]. clear H. revert v.
  induction l as [|w l IH]; intros v; simpl.
  - rewrite Rplus_0_r. apply exp_pos.
  - apply Rplus_lt_0_compat; [apply exp_pos | apply (IH w)].
Qed.

Lemma total_scaled :
  forall (g h : R -> R) (c : R) (l : list R), (forall v, g v = c * h v) -> total g l = c * total h l.
Proof.
  intros g h c l H. induction l as [|v l IH]; simpl; [ring|]. rewrite IH, H. ring.
Qed.

Lemma total_minus :
  forall (g h k : R -> R) (c : R) (l : list R),
    (forall v, k v = g v - h v * c) -> total k l = total g l - total h l * c.
Proof.
  intros g h k c l H. induction l as [|v l IH]; simpl; [ring|]. rewrite IH, H. ring.
Qed.

(* The error with weights relative to the key m. *)
Definition weight (m x v : R) : R := exp (temperature * ((v - m) * (x - (v + m) / 2))).

Lemma exp_score : forall m x v, exp (score v x) = exp (score m x) * weight m x v.
Proof.
  intros m x v. unfold weight, score. rewrite <- exp_plus. f_equal. field.
Qed.

Lemma error_relative :
  forall m x, A x - f x = total (fun v => weight m x v * (f v - f x)) keys / total (weight m x) keys.
Proof.
  intros m x. unfold A.
  assert (D : 0 < total (weight m x) keys).
  { apply (total_exp_positive (fun v => temperature * ((v - m) * (x - (v + m) / 2)))). discriminate. }
  assert (E := exp_pos (score m x)).
  rewrite (total_scaled (fun v => exp (score v x)) (weight m x) (exp (score m x)))
    by (intros; apply exp_score).
  rewrite (total_scaled (fun v => exp (score v x) * f v) (fun v => weight m x v * f v) (exp (score m x)))
    by (intros; rewrite (exp_score m); ring).
  rewrite (total_minus (fun v => weight m x v * f v) (weight m x)
             (fun v => weight m x v * (f v - f x)) (f x))
    by (intros; ring).
  field. split; apply Rgt_not_eq; assumption.
Qed.`;

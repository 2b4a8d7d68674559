/** What is wrong with one field, under it. */
import styles from './run-form.module.css'

export function FieldProblem({ text }: { readonly text: string | undefined }) {
  return text ? (
    <p className={styles.problem} role="alert">
      {text}
    </p>
  ) : null
}

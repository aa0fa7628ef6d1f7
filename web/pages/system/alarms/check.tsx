interface CheckProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** One thing that is so or not. */
export function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <label className="row">
      <input type="checkbox" checked={isOn} onChange={event => onChange(event.target.checked)} />
      {label}
    </label>
  )
}

/** The grade of a route for browsers in a list: of its answers the one that is prepared worst. */
import type { SeenAnswer } from '../../../shared/browser-findings.ts'
import { gradeAnswer } from '../../../shared/header-grade.ts'
import type { RouteSettings } from '../../../shared/route-settings.ts'

interface RouteGradeProps {
  answers: readonly SeenAnswer[]
  settings: RouteSettings
}

export const RouteGrade = ({ answers, settings }: RouteGradeProps) => {
  const [worst] = answers.map((seen) => gradeAnswer(seen, settings)).toSorted((a, b) => a.points - b.points)
  if (!worst) return <span className="text-3">–</span>
  return (
    <span className={worst.points < 60 ? 'font-strong' : 'text-2'} title={`${worst.points} of 100 points`}>
      {worst.grade}
    </span>
  )
}

// Runs before the first paint: without it a light page would flash dark. The content security policy allows no inline script.
{
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('camera-check.preferences') ?? '{}')
  } catch {
    // Storage is forbidden or holds something else: the defaults stand in the page.
  }
  const root = document.documentElement
  if (kept.theme === 'light' || kept.theme === 'dark') root.dataset.theme = kept.theme
  const language = kept.language ?? navigator.language
  if (language.startsWith('zh')) root.lang = 'zh-CN'
}

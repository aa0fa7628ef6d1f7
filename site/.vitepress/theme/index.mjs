// The fonts of the reader's own machine: nothing is loaded from elsewhere, and half a megabyte less.
import theme from 'vitepress/theme-without-fonts'
import './style.css'

export default theme

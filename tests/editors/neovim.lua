-- Opens the lesson, waits for a diagnostic, asks for completions, a hover and fixes, applies the first fix, and waits until the
-- diagnostic is gone. What it saw goes to $TT_RESULT as JSON.
local seen = {}

local function wait(what, condition)
  if not vim.wait(20000, condition, 50) then error('waited in vain for ' .. what) end
end

local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 20000) or {}) do
    if answer.error then error(method .. ': ' .. answer.error.message) end
    return answer.result
  end
  error(method .. ' was not answered')
end

local function run()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.TT_LESSON))
  wait('a diagnostic', function() return #vim.diagnostic.get(0) > 0 end)
  local diagnostic = vim.diagnostic.get(0)[1]
  seen.message = diagnostic.message
  seen.line = diagnostic.lnum + 1
  -- vim.diagnostic counts bytes.
  seen.marked = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, true)[1]:sub(diagnostic.col + 1, diagnostic.end_col)

  vim.api.nvim_win_set_cursor(0, { seen.line, diagnostic.col + #'command:tenstorrent.own.me' })
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(
    ask('textDocument/completion', vim.lsp.util.make_position_params(0, 'utf-16')), 'tenstorrent.own.me')
  seen.completions = vim.tbl_map(function(item) return item.word end, items)
  seen.omnifunc = vim.bo.omnifunc

  local params = vim.lsp.util.make_range_params(0, 'utf-16')
  params.context = { diagnostics = {} }
  local action = ask('textDocument/codeAction', params)[1]
  seen.action = action.title
  vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
  wait('the diagnostic to go', function() return #vim.diagnostic.get(0) == 0 end)
  seen.text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n'

  local hover = ask('textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16'))
  seen.hover = hover.contents.value
  local symbols = ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  seen.outline = vim.tbl_map(function(item) return item.text end, vim.lsp.util.symbols_to_items(symbols, 0))
end

local ok, failure = pcall(run)
if not ok then seen.failure = tostring(failure) end
vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.TT_RESULT)
vim.cmd('qa!')

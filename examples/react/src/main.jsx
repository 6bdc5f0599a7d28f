import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Errors } from './errors.jsx';

createRoot(document.querySelector('#app')).render(
  <StrictMode>
    <Errors />
  </StrictMode>,
);
